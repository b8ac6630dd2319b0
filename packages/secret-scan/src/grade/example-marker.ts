const marker =
  /example|sample|dummy|placeholder|fake|changeme|change[-_ ]?(?:me|this)|be[-_ ]changed|replace[-_ ]?(?:me|this|with)|(?:^|[^a-z])your|insert|s[o0]m[e3][-_ ]?r[a@4]nd[o0]m|redacted|removed|masked|hidden|foobar|mypassword|lorem|deadbeef|todo|not[-_ ]?(?:a[-_ ]?)?real|s3cr3t|notsecret|xxxx|\*\*\*|\.\.\.|0{8}|1{8}|a{8}|f{10}|(?:01)?23456789|abcdefg|abc123def|def456|xyz789|qwerty|\.payload\.|\.signature$/i;
const testMarker = /(?:^|[^a-z])test|testing|demo(?:[^a-z]|$)|mock/i;

/** Of so many random characters a word of four letters is among one in some hundred keys: what a private key and a long token are made of. */
const long = 64;
/** Such a word where it stands between others, or again and again. */
const standing =
  /(?<![A-Za-z0-9+/])(?:dummy|fake|your|lorem|todo|xxxx|test|demo|mock)(?![A-Za-z0-9+/])|(?:dummy|fake|todo|test|demo|mock|x{4}){2}/i;
const short = /dummy|fake|your|lorem|todo|xxxx|test(?!ing)|demo|mock/gi;

/** The words or patterns in a value that people put into examples; undefined when there are none. */
export function exampleMarker(value: string): string | undefined {
  return markerIn(value) ?? markerIn(plainOf(value));
}

/** How much less sure it is for such a marker that a value is a secret, and why; undefined where there is none. */
export function exampleGrade(value: string): { readonly factor: number; readonly reason: string } | undefined {
  const found = exampleMarker(value);
  return found === undefined
    ? undefined
    : { factor: 0.4, reason: `"${found.slice(0, 12)}" in it is what examples have` };
}

/** What people wrote and then encoded, in base64. */
function plainOf(value: string): string {
  if (!/^[A-Za-z0-9+/]{24,2000}={0,2}$/.test(value)) return '';
  const plain = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\n]+$/.test(plain) ? plain : '';
}

function markerIn(value: string): string | undefined {
  if (value.length < long) return marker.exec(value)?.[0] ?? testMarker.exec(value)?.[0];
  const found = standing.exec(value)?.[0];
  if (found !== undefined) return found;
  // Without the short words, at whose place nothing else may come up.
  const rest = value.replaceAll(short, '\0');
  return marker.exec(rest)?.[0] ?? testMarker.exec(rest)?.[0];
}
