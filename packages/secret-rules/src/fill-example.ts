const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();

const alphabets: Readonly<Record<string, string>> = {
  num: digits,
  hex: `${digits}abcdef`,
  HEX: `${digits}ABCDEF`,
  a26: lower,
  A26: upper,
  a36: digits + lower,
  A36: digits + upper,
  a62: digits + upper + lower,
  b32: `${upper}234567`,
  b58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  b64: `${digits + upper + lower}+/`,
  b64u: `${digits + upper + lower}-_`,
};

/**
 * Replaces each `{alphabet:length}` by that many characters of the alphabet (`num hex HEX a26 A26 a36 A36 a62 b32 b58 bech32 b64 b64u`). The same
 * template and seed give the same text; the first and last characters are letters or digits.
 */
export function fillExample(template: string, seed = 1): string {
  let state = seed * 2_654_435_761 + template.length;
  const next = (size: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c_1b_3c_6d) + 0x9e_37_79_b9) | 0;
    return ((state >>> 8) ^ (state >>> 20)) % size;
  };
  return template.replaceAll(/\{(\w+):(\d+)\}/g, (_, name: string, length: string) => {
    const alphabet = alphabets[name];
    if (alphabet === undefined) throw new Error(`no alphabet ${name} in ${template}`);
    const plain = alphabet.replace(/[^A-Za-z0-9]+$/, '');
    const count = Number(length);
    let text = '';
    for (let at = 0; at < count; at += 1) {
      const from = at === 0 || at === count - 1 ? plain : alphabet;
      text += from.charAt(Math.abs(next(from.length)));
    }
    return text;
  });
}
