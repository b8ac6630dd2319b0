import { describe, expect, test } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { fillExample, namedRules, tokenRules } from '@cdev/secret-rules';
import { scanText, type SecretFinding } from '../src/index.ts';

const scan = (text: string, path = 'src/settings.env'): readonly SecretFinding[] =>
  scanText({ path, bytes: Buffer.from(text) }, { reveal: true });
const fill = fillExample;

describe('credentials with a form of their own', () => {
  test.each(tokenRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    for (const example of rule.examples) {
      const text = fill(example, 7);
      const found = scan(`first line\n// ${text}\n`, 'src/main.ts');
      const own = found.find(({ ruleId }) => ruleId === id);
      expect(found.map(({ ruleId }) => ruleId)).toContain(id);
      expect(own?.line).toBe(1 + text.slice(0, text.indexOf(own?.secret ?? '')).split('\n').length);
    }
  });
});

describe('credentials that are known by their names', () => {
  const unnamed = new Set(['ldap-bind-password']);
  test.each(namedRules.filter(({ id }) => !unnamed.has(id)).map((rule) => [rule.id, rule] as const))(
    '%s',
    (_, rule) => {
      const value = fill(rule.examples[0] as string, 5);
      const found = scan(`${(rule.names[0] as string).toUpperCase()}_SECRET_KEY=${value}\n`);
      expect(found.map(({ secret }) => secret)).toContain(value);
    },
  );
});

test('a token of GitHub whose check sum is right is certain; one with a wrong one is told, not hidden', () => {
  const body = fill('{a62:30}');
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let sum = crc32(body);
  let check = '';
  for (; sum > 0; sum = Math.floor(sum / 62)) check = digits.charAt(sum % 62) + check;
  const right = scan(`t = "ghp_${body}${check.padStart(6, '0')}"`, 'src/a.ts')[0];
  expect(right).toMatchObject({ ruleId: 'github-personal-token', confidence: 'high', level: 'error' });
  expect(right?.reasons[0]).toBe('its check sum is right');
  const wrong = scan(`t = "ghp_${body}000000"`, 'src/a.ts')[0];
  expect(wrong).toMatchObject({ ruleId: 'github-personal-token' });
  expect(wrong?.confidence).not.toBe('high');
  expect(wrong?.reasons.join()).toContain('check sum is wrong');
});

test('nothing that is given back holds the secret unless it was asked for', () => {
  const value = fill('{a62:36}');
  const [found] = scanText({ path: 'a.ts', bytes: Buffer.from(`const t = "npm_${value}";`) });
  expect(JSON.stringify(found)).not.toContain(value.slice(4));
  expect(found?.redacted).toMatch(/^npm_.{2}… \(40 characters\)$/);
  expect(found?.secretId).toMatch(/^[0-9a-f]{32}$/);
});

test('the same secret has the same id in every file, another has another', () => {
  const line = (seed: number): string => `NPM=npm_${fill('{a62:36}', seed)}`;
  const ids = [scan(line(1)), scan(`\n\n  ${line(1)}`, 'docs/x.md'), scan(line(2))].map(([found]) => found?.secretId);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
});

describe('shapes in which people write secrets', () => {
  const password = `h7#${fill('{a62:6}')}!Q`;
  const token = fill('{a62:32}', 3);
  const key = fill('{b64u:43}', 3);
  const word = fill('Wel{a62:5}1');
  const mixed = Array.from({ length: 64 }, (_, at) =>
    'aK9|}zQ4<(mX7%@bW2~[pL8-c'.charAt((at * 7 + (at >> 2)) % 25),
  ).join('');
  test.each([
    ['env', `DB_PASSWORD=${password}`, '.env', password],
    ['export', `export API_TOKEN=${token}`, 'run.sh', token],
    ['quoted env', `API_TOKEN="${token}"`, '.env', token],
    ['YAML', `database:\n  password: ${password.replace('#', '+')}\n`, 'config.yml', password.replace('#', '+')],
    ['YAML quoted', `  password: '${password}'`, 'config.yml', password],
    ['YAML block', `apiToken: |\n  ${token}\n`, 'a.yaml', token],
    ['YAML name and value', `- name: API_TOKEN\n  value: ${token}\n`, 'a.yaml', token],
    ['JSON', `{"password": "${password}"}`, 'a.json', password],
    ['JSON in JSON', `{"body": "{\\"token\\": \\"${token}\\"}"}`, 'a.json', token],
    ['JSON name and value', `{"name": "API_KEY", "value": "${token}"}`, 'a.json', token],
    ['XML element', `<password>${password}</password>`, 'a.xml', password],
    ['XML attribute', `<db password="${password}"/>`, 'a.xml', password],
    ['XML property', `<property name="db.password" value="${password}"/>`, 'a.xml', password],
    ['XML text', `<string name="api_key">${token}</string>`, 'a.xml', token],
    ['properties', `spring.datasource.password=${password}`, 'application.properties', password],
    ['TypeScript', `const apiKey: string = '${token}';`, 'a.ts', token],
    ['object', `{ clientSecret: "${token}" }`, 'a.ts', token],
    ['index', `config["apiKey"] = "${token}";`, 'a.ts', token],
    ['default', `const token = process.env.TOKEN ?? '${token}';`, 'a.ts', token],
    ['getenv with default', `secret_key = os.getenv("SECRET_KEY", "${token}")`, 'a.py', token],
    ['Python', `PASSWORD = "${password}"`, 'a.py', password],
    ['plus-equals', `token += "${token}"`, 'a.js', token],
    ['Kotlin', `val apiKey: String = "${token}"`, 'a.kt', token],
    ['Go', `var secretKey string = "${token}"`, 'a.go', token],
    ['Go short', `apiKey := "${token}"`, 'a.go', token],
    ['C macro', `#define API_KEY "${token}"`, 'a.h', token],
    ['Ruby', `:api_key => '${token}'`, 'a.rb', token],
    ['PHP constant', `define('DB_PASSWORD', '${password}');`, 'a.php', password],
    ['call', `.setPassword("${password}")`, 'a.java', password],
    ['argument', `env.put("api_key", "${token}");`, 'a.java', token],
    ['flag', `deploy --password ${password}`, 'a.sh', password],
    ['shell default', 'TOKEN=${TOKEN:-' + token + '}', 'a.sh', token],
    ['connection string', `"Server=db;User Id=sa;Password=${password};"`, 'a.cs', password],
    ['query', `fetch("https://api.service.dev/v1?token=${token}&page=2")`, 'a.ts', token],
    ['comment', `// password = "${password}"`, 'a.ts', password],
    ['SQL', `CREATE USER ada IDENTIFIED BY '${password}';`, 'a.sql', password],
    ['curl', `curl -u ada:${password} https://api.service.dev`, 'a.sh', password],
    [
      'URL',
      `DATABASE_URL=postgres://ada:${password.replace('#', '')}@db.service.dev:5432/app`,
      '.env',
      password.replace('#', ''),
    ],
    ['bearer', `curl -H "Authorization: Bearer ${token}" https://a.dev`, 'a.sh', token],
    [
      'basic',
      `Authorization: Basic ${Buffer.from(`ada:${password}`).toString('base64')}`,
      'a.http',
      Buffer.from(`ada:${password}`).toString('base64'),
    ],
    ['npmrc', `//npm.service.dev/:_authToken=${token}`, '.npmrc', token],
    ['a symbol as key', `:password: ${word}`, 'database.yml', word],
    ['colons around', `:cache:password:${word}`, 'a.conf', word],
    ['two attributes', `<user name="ada" type="x" password="${password}"/>`, 'a.xml', password],
    ['typed and quoted', `{ "password": string = "${password}" }`, 'a.ts', password],
    ['PowerShell', `$password = "${password}"`, 'a.ps1', password],
    ['marks at both ends', `DB_PASSWORD=@${word}#@`, '.env', `@${word}#@`],
    ['a list of passwords', `# root pass: ${word}`, 'notes.txt', word],
    ['SQL without quotes', `alter user sys identified by ${word} container=all;`, 'a.md', word],
    ['key of JOSE in code', `const jwk = { kty: 'EC', crv: 'P-256', d: '${key}' };`, 'a.ts', key],
    ['symmetric key of JOSE', `{"k":"${key}","kty":"oct"}`, 'a.json', key],
    ['WordPress', `define('NONCE_SALT', '${mixed}');`, 'wp-config.php', mixed],
    ['CSV', `name,password\nada,${password}`, 'a.csv', password],
    ['response file', `oracle.asmPassword=${word}`, 'db.rsp', word],
    ['netrc', `machine a.dev login ada password ${password}`, '.netrc', password],
  ])('%s', (_, text, path, expected) => {
    expect(scan(text, path).map(({ secret }) => secret)).toContain(expected);
  });
});

describe('words that stand where passwords are set', () => {
  test.each([
    ['a test', `{ user: 'ada', password: 'secretfish' }`, 'test/a.test.ts', 'secretfish'],
    ['the word itself', `"password": "password",`, 'test/a.py', 'password'],
    ['with a mark', `password: "p@ssword",`, 'src/a.ts', 'p@ssword'],
  ])('%s', (_, text, path, expected) => {
    const [found] = scan(text, path);
    expect(found).toMatchObject({ ruleId: 'generic-password', secret: expected, level: 'note' });
  });
  test.each([
    ['PASSWORD = "API password"', 'a.toml'],
    ['passwordField: "authPassword"', 'a.ts'],
    ['password = password.decode("UTF-8")', 'a.py'],
    ['"password": "some-password"', 'a.json'],
    ['"password_hash": "foQzXY.HaydB."', 'a.json'],
    ['https://ada:letmein123@proxy.example.com', 'a.md'],
    ['DB_PASSWORD= -port 8080', 'a.sh'],
    ['-Dpassword=$PW -Ddomain=$D', 'a.sh'],
    ['ALL=(ALL:ALL) NOPASSWD: ALL/g', 'a.sh'],
    ['credentials: IAmazonS3Credentials', 'a.api.md'],
    [`encrypted_key: '${fill('{b64u:43}')}'`, 'a.ts'],
    ['<input name="new_password" type="password" id="password">', 'a.html'],
    ['<a id="opt-influxdb2-token" href="#opt-influxdb2-token" title="#opt-influxdb2-token">x</a>', 'a.md'],
    ['include ":app:username-password:form"', 'settings.gradle'],
    ['include ":app:username-password:user-details:custom-user"', 'settings.gradle'],
    ['esxi1_password: @ESXI1_PASSWORD', 'a.ini.template'],
    ['db.password=@db.password@', 'a.properties'],
    ['$password = Get-AnsibleParam -name "password"', 'a.ps1'],
    ['MovedAttribute("HTTPPasswordMgr", "urllib2", "urllib.request"),', 'a.py'],
    ['# Second pass: truststores, each app must trust all', 'build.sh'],
    ['"token": "-ASSET-NAME-c0ef4f86-b570-44d3-b210-4428c5b7825c"', 'a.ts'],
  ])('%s is none', (text, path) => expect(scan(text, path)).toEqual([]));
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what is no secret', () => {
  test.each([
    ['const password = process.env.PASSWORD;', 'a.ts'],
    ['password: ${DB_PASSWORD}', 'a.yml'],
    ['<label for="password">Password</label>', 'a.html'],
    ['token = getToken("session")', 'a.py'],
    ['const tokenType = "identifierReference123456";', 'a.ts'],
    ['apiKey: "<your api key>"', 'a.yml'],
    ['secretName: my-tls-secret', 'a.yml'],
    ['password: string;', 'a.ts'],
    ['"password": "Please enter your password"', 'en.json'],
    ['https://user:password@example.com/', 'a.md'],
    ['integrity sha512-' + fill('{b64:86}') + '==', 'pnpm-lock.yaml'],
    ['PASSWORD=********', '.env'],
    ['if (key === "ArrowDown2") {}', 'a.ts'],
    [`Authorization: Basic ${base64('user:passwd')}`, 'a.http'],
    [`Authorization: Basic ${base64('username:password')}`, 'a.http'],
    [`Authorization: Basic ${base64('example:example')}`, 'a.http'],
    ['?X-Amz-Credential=AKIAIJNI6FA5RIAFFQ7Q%2F20160101%2Fus-east-1%2Fs3%2Faws4_request', 'a.json'],
    ['Authorization: AWS4-HMAC-SHA256 Credential=AKIAIJNI6FA5RIAFFQ7Q/20160101/us-east-1/s3/aws4_request', 'a.http'],
    ['"sid": "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', 'a.rb'],
    ['DATABASE_URI: postgres://postgres:postgres@localhost:5432/app', 'ci.yml'],
  ])('%s', (text, path) => {
    expect(scan(text, path).filter(({ level }) => level !== 'note')).toEqual([]);
  });
});

describe('other encodings', () => {
  const text = `const t = "npm_${fill('{a62:36}')}";\r\n`;
  test.each([
    ['little-endian with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['little-endian', Buffer.from(text, 'utf16le')],
    ['big-endian', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['binary', Buffer.concat([Buffer.alloc(100), Buffer.from(text)])],
  ])('UTF-16 %s', (_, bytes) => {
    expect(scanText({ path: 'a.ts', bytes }).map(({ ruleId }) => ruleId)).toEqual(['npm-token']);
  });
  test('nothing in nothing', () => expect(scanText({ path: 'a', bytes: Buffer.alloc(0) })).toEqual([]));
});

test('what is found does not depend on what was scanned before', () => {
  const text = `exe_key: PackageKey = "@scope/${fill('{a62:20}')}";`;
  const alone = scan(text, 'a.rs');
  scan(`${'x'.repeat(300)} bindpw ldap datadog stripe openai shodan\n`.repeat(50), 'b.txt');
  expect(scan(text, 'a.rs')).toEqual(alone);
});
