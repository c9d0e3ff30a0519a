// A proof of work, where the service asks for one: the second version of ALTCHA's protocol with PBKDF2
// (service/proof.py), which browsers have built in, and do beside the page.

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(buffer, (byte) => byte.toString(16).padStart(2, "0")).join("");

const PATIENCE = 20_000; // ms

// What goes into the header Greenroom-Proof. Where it cannot be done the comment is held, not refused.
export async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix, algorithm } = challenge.parameters;
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const method = { name: "PBKDF2", hash: algorithm.split("/")[1], salt: bytes(salt), iterations: cost };
  const began = Date.now();
  try {
    for (let counter = 0; Date.now() - began < PATIENCE; counter++) {
      new DataView(password.buffer).setUint32(password.length - 4, counter);
      const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
      const derivedKey = hex(new Uint8Array(await crypto.subtle.deriveBits(method, key, keyLength * 8)));
      if (derivedKey.startsWith(keyPrefix))
        return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  } catch {} // a page without TLS has no crypto.subtle
  return "unavailable";
}
