"""Fewer bytes, and the same script."""

import pytest

from service.squeeze import squeeze


@pytest.mark.parametrize(
    ("script", "short"),
    [
        ("const a = 1;\nreturn a;", "const b=1;return b;"),
        ("f( 'a  b', \"c // d\" );", "f('a  b',\"c // d\");"),
        ("f(1); // said aside\ng(2);", "f(1);g(2);"),
        ('f(/\\/\\/ ["/]/g, 1);', 'f(/\\/\\/ ["/]/g,1);'),
        ("f(a / b, c / d);", "f(a/b,c/d);"),
        ("f(+a + +b); c++ ; d--;", "f(+a+ +b);c++;d--;"),
        ("f({ a: 1, }, [b, ], );", "f({a:1},[b]);"),
        ("if (a) { f(); }", "if(a){f()}"),
        ("f(a ?.5 : b?.c);", "f(a?.5:b?.c);"),
        ("f(`x  ${ a  +  b } y`);", "f(`x  ${a+b} y`);"),
        ("f((g) => g);", "f(a=>a);"),
        ("f(60_000, 1_500, 1000, a_000);", "f(60e3,1500,1e3,a_000);"),
        ("f(async (g) => g, () => 1);", "f(async a=>a,()=>1);"),
        ("f((g), (h, i) => i, ({ j }) => j);", "f((g),(b,a)=>a,({j})=>j);"),
        ("const a = 1; const b = 2; f(a); const c = 3;", "const d=1,e=2;f(d);const g=3;"),
        ("let a; let b; const c = 1; let d;", "let e,f;const g=1;let h;"),
        (
            "const a = () => { f(); }; const b = 2; if (a) { const c = 3; }",
            "const d=()=>{f()},e=2;if(d){const g=3}",
        ),
        ("for (const a of b) { f(a); } const c = 1;", "for(const d of b){f(d)}const e=1;"),
        ("function f() { g(); } const a = 1;", "function b(){g()}const c=1;"),
    ],
)
def test_goes_without_the_spaces_that_part_nothing(script: str, short: str) -> None:
    assert squeeze(script) == short


@pytest.mark.parametrize(
    ("script", "short"),
    [
        ("const longer = 1; f(longer, `${longer}`, 'longer');", "const a=1;f(a,`${a}`,'longer');"),
        ("function named(first) { return first; }", "function b(a){return a}"),
        ("const each = (one, [two]) => one + two;", "const c=(a,[b])=>a+b;"),
        (
            "class A { #own = 1; get() { return this.#own; } }",
            "class b{#a=1;get(){return this.#a}}",
        ),
        ("try { f(); } catch (fault) { g(fault); }", "try{f()}catch(a){g(a)}"),
    ],
)
def test_names_of_its_own_become_short(script: str, short: str) -> None:
    assert squeeze(script) == short


@pytest.mark.parametrize(
    "script",
    [
        "const longer=1;f(x.longer);",
        "const longer=1;f(x?.longer);",
        "const longer=1;f({longer});",
        "const longer=1;f({longer:2});",
        "const{longer}=x;f(longer);",
        "const{longer=1}=x;f(longer);",
        "const longer=1;f({longer(){g()}});",
        "export const longer=1;",
        "export async function longer(){}",
        "document.title=window;",
    ],
)
def test_what_others_may_call_so_keeps_its_name(script: str) -> None:
    assert squeeze(script) == script


def test_a_short_name_is_nobody_elses() -> None:
    assert squeeze("const longer = a; f(b, longer);") == "const c=a;f(b,c);"
