import { expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Rule and line of what is found in the entries of a Secret, which begin in the fourth line. */
function foundIn(section: string, entries: Readonly<Record<string, string>>, before = 'kind: Secret\n'): string[] {
  const lines = Object.entries(entries).map(([name, text]) => `  ${name}: ${text}\n`);
  const text = `apiVersion: v1\n${before}${section}:\n${lines.join('')}---\nkind: ConfigMap\ndata:\n  x: ${value}${value}\n`;
  return scanText({ path: 'deploy/secret.yaml', bytes: Buffer.from(text) }).map(
    ({ ruleId, line, inside }) => `${line} ${ruleId}${inside === undefined ? '' : ` in ${inside}`}`,
  );
}

test('what is random is a secret whatever its name', () => {
  const entries = { 'db-root': base64(value), user: base64('administrator'), host: base64('db.prod.acme.io') };
  expect(foundIn('data', entries)).toEqual(['4 generic-secret']);
  expect(foundIn('stringData', { 'db-root': value, user: 'administrator' })).toEqual(['4 generic-secret']);
});

test('files and addresses that are encoded are looked at, names in them too', () => {
  const config = JSON.stringify({ auths: { 'registry.acme.io': { username: 'ci', password: value } } });
  const entries = {
    DATABASE_URL: base64(`postgres://app:${value}@db.prod.acme.io/shop`),
    '.dockerconfigjson': base64(config),
    'app.properties': base64(`a=b\ndb.password=${value}\n`),
  };
  expect(foundIn('data', entries)).toEqual([
    '4 url-credentials in base64',
    '5 generic-password in base64',
    '6 generic-password in base64',
  ]);
});

test('what is encoded is judged, not how it looks encoded', () => {
  const levelOf = (text: string): string | undefined => {
    const bytes = Buffer.from(`kind: Secret\ndata:\n  password: ${base64(text)}\n`);
    return scanText({ path: 'deploy/secret.yaml', bytes })[0]?.level;
  };
  expect([value, 'password', 'changeme-1', 'mysuper'].map(levelOf)).toEqual(['error', 'warning', 'note', 'warning']);
  // The same secret as where only its line is seen, as in a part of a patch.
  const line = `  password: ${base64(value)}\n`;
  const [whole, part] = [`kind: Secret\ndata:\n${line}`, line].map((text) =>
    scanText({ path: 'a.yaml', bytes: Buffer.from(text) }).map(({ secretId }) => secretId),
  );
  expect(whole).toEqual(part);
});

test.each(['kind: SealedSecret\n', 'kind: SecretStore\n', '# kind: Secret\n', ''])(
  'nothing where %j stands',
  (before) => {
    expect(foundIn('data', { 'db-root': base64(value) }, before)).toEqual([]);
  },
);

test('its kind may stand behind, as a cluster gives it out', () => {
  const text = `apiVersion: v1\ndata:\n  db-root: ${base64(value)}\nkind: Secret\nmetadata:\n  name: x\n`;
  const [finding] = scanText({ path: 'a.yaml', bytes: Buffer.from(text) });
  expect(finding).toMatchObject({ ruleId: 'generic-secret', line: 3 });
});

test.each([
  ['stringData', 'example-q7Rk2mXw9Tz'],
  ['data', base64('example-q7Rk2')],
  ['data', base64('example-q7Rk2mXw9Tz4Lp8BxV')],
])('in %s %s, what examples have is told once', (section, text) => {
  const bytes = Buffer.from(`kind: Secret\n${section}:\n  db: ${text}\n`);
  const [found] = scanText({ path: 'deploy/secret.yaml', bytes });
  expect(found?.reasons.filter((reason) => reason.includes('what examples have'))).toHaveLength(1);
});
