"""The second step: codes from an app, RFC 6238 (SHA-1, six digits, 30 seconds), by `pyotp`.

Pure but for the making of secrets: the time is passed in.
"""

import hmac

import pyotp

STEP_SECONDS = 30
SKEW = 1  # steps that a telephone's clock may be off, either way (RFC 6238, 5.2)
ISSUER = "Greenroom"


def new_secret() -> str:
    """160 bits, in base 32."""
    return pyotp.random_base32()


def matching_step(secret: str, code: str, now_ms: int, used: int) -> int | None:
    """The time step that a code belongs to; None if it is wrong, or of a step up to `used`."""
    typed = "".join(code.split())
    if not (len(typed) == 6 and typed.isascii() and typed.isdigit()):
        return None
    app = pyotp.TOTP(secret, interval=STEP_SECONDS)
    now = now_ms // 1000 // STEP_SECONDS
    fits = [
        step
        for step in range(now - SKEW, now + SKEW + 1)
        if step >= 0 and hmac.compare_digest(app.generate_otp(step), typed)
    ]
    return next((step for step in fits if step > used), None)


def address(secret: str, name: str) -> str:
    """The `otpauth:` address that an app takes the secret from."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def grouped(secret: str) -> str:
    """A secret as one types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
