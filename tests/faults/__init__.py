"""Faults, injected into the real parts: a 202 is on disk, is decided, and once, whatever fails.

One fault a file, with its pass criterion and, where one exists, its negative control: the same
fault on a lesser design, which must do harm, or the fault was not one. The parts that inject and
account: `part`, `stack`, `load`, `ledger`, `auditor`, `injector`, `proxy`, `shim`, `runner`.
docs/reliability.md says what each shows; `make soak` runs the long forms.
"""
