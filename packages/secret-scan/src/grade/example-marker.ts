const marker =
  /example|sample|dummy|placeholder|fake|changeme|change[-_ ]?(?:me|this)|replace[-_ ]?(?:me|this|with)|(?:^|[^a-z])your|insert|redacted|removed|masked|hidden|foobar|mypassword|lorem|deadbeef|todo|not[-_ ]?(?:a[-_ ]?)?real|s3cr3t|notsecret|xxxx|\*\*\*|\.\.\.|0{8}|1{8}|a{8}|f{10}|(?:01)?23456789|abcdefg|qwerty/i;
const testMarker = /(?:^|[^a-z])test|testing|demo(?:[^a-z]|$)|mock/i;

/** The words or patterns in a value that people put into examples; undefined when there are none. */
export function exampleMarker(value: string): string | undefined {
  return marker.exec(value)?.[0] ?? testMarker.exec(value)?.[0];
}
