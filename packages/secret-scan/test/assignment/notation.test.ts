import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { scanText, type SecretFinding } from '../../src/index.ts';

function scan(path: string, text: string): readonly SecretFinding[] {
  return scanText({ path, bytes: Buffer.from(text) });
}

describe('what is written in a notation of its own is no secret', () => {
  test.each([
    ['a field of Prisma', 'schema.prisma', 'model User {\n  password          String?\n  apiTokens ApiToken[]\n}\n'],
    ['one with an attribute', 'schema.prisma', 'model User {\n  password String? @db.Text\n}\n'],
    ['rules of a validator', 'Accept.php', `$rules = ['password' => 'required|alpha_dash|string|max:255'];\n`],
    ['rules of the application', 'Accept.php', `$rules = ['password' => 'required|currentPassword'];\n`],
    ['a rule with a number', 'User.php', `$rules = ['password' => 'string|60'];\n`],
    ['a class of few names', 'routes.php', `$routes = ['password' => 'Auth\\PasswordController'];\n`],
    ['a method of a class', 'Events.php', `'password' => 'Shop\\Handlers\\UserEventHandler@sendNewPassword',\n`],
    ['rules that begin with a length', 'Accept.php', `$rules = ['password' => 'min:12|confirmed'];\n`],
    ['a range of versions', 'composer.lock', `"derhansen/fe_change_pwd": "<2.0.5|>=3,<3.0.3",\n`],
    ['a class', 'settings.py', `PASSWORD_HASHERS = (\n    "django.contrib.auth.hashers.Argon2PasswordHasher",\n)\n`],
    ['an expression of JSX', 'User.jsx', `<Item key="password">{formatMessage(messages.change)}</Item>\n`],
    ['a call of JSX', 'Hook.tsx', `<Label htmlFor="secret">{t("hooks.signing_secret_v2")}</Label>\n`],
    ['a text on a page', 'signin.tsx', `<Label htmlFor="password">\n <Link href="/forgot-password">Forgot?</Link>\n`],
    ['what a column is called', 'schema.ts', `export const user = table({ password: text("password") });\n`],
    ['one that looks for the end', 'a.sh', `sed -i "/NEXTAUTH_SECRET:$/s/NEXTAUTH_SECRET:.*/X/" a.yml\n`],
    ['a command of sed', 'a.sh', `sed -i "s|^NEXTAUTH_SECRET=.*|NEXTAUTH_SECRET=$secret|" .env\n`],
    ['a part of a template of Helm', 'secrets.yaml', `{{- $redisPassword = include "shop.redisPassword" . }}\n`],
    ['a password manager', 'brands.ts', `export const names = { OnePassword: "1Password" };\n`],
    ['the header of a token', 'server.js', `var validJwtToken = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';\n`],
    ['a check sum of a translation', 'i18n.lock', `  auth/invalid_token: a7fae3e7ed092d89731430f39e255670\n`],
    ['a key of a page', 'Embed.js', `tag.id = "dropboxjs"; tag.setAttribute("data-app-key", "zuf12mnhan22y62");\n`],
    [
      'a key to search with',
      'config.ts',
      `export default { indexName: 'docs', apiKey: 'e9d7b5be73f29af4030535a726ec7196' };\n`,
    ],
    [
      'one of many ids',
      'brands.ts',
      `A = "08987058-cadc-4b81-b6e1-30de50dcbe96",\nPass = "bada5566-a7aa-401f-bd96-45619a55120d",\nB = "b84e4048-15dc-4dd0-8640-f4f60813c8af",\n`,
    ],
    ['the type of what is left', 'user.tsx', `return data as Omit<User, "password"> & { a: 1 } < b;\n`],
    [
      'a text of another script',
      'locales/ja/common.json',
      `"password_short": "パスワードは8文字以上でなければなりません。",\n`,
    ],
    ['how often something may be done', 'settings.py', `RATES = { "reset_password": "1/m/ip,1/m/key" }\n`],
    ['a class with a number', 'settings.py', `PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']\n`],
    ['what it is kept under', 'a.js', `const SQL_HISTORY_STORAGE_KEY = "pbSQLConsoleHistory";\n`],
    ['which element is meant', 'a.erb', `<div data-password-visibility-target="hideIcon">\n`],
    ['what a function makes', 'a.js', `createToken("XRANGEIDENTIFIERLOOSE", 1);\n`],
    ['an address with a gap', 'a.md', 'postgres://user:…@host/db\n'],
    ['a type of Go', 'memo.go', `var pageToken apiv2pb.PageToken\n`],
    ['a sentence', 'Client.ts', ` * Clients are identified by having a null id.\n`],
  ])('%s', (_, path, text) => {
    expect(scan(path, text)).toEqual([]);
  });
});

describe('what only resembles it is one', () => {
  test.each([
    ['a password that ends with a question mark', 'a.properties', 'db.password=Qw8?\n'],
    ['one with bars', 'a.properties', 'db.password=required|Xk29\n'],
    ['one with a bar and a number', 'a.properties', 'db.password=required|Xk60\n'],
    ['one with a mark of namespaces', 'a.php', `$password = 'Harbor\\KestrelFinch';\n`],
    ['one in braces', 'a.xml', '<password>{xK29!mmz}</password>\n'],
    ['one with dots', 'a.py', `PASSWORD = "Kq7.Rk2m-xW9.Tz4"\n`],
    ['that of a user of Oracle', 'a.sql', 'create user scott identified by tiger7;\n'],
    ['one in capitals', 'a.sql', 'ALTER USER scott\n  IDENTIFIED BY tiger\n'],
    ['a token in a lock file', 'poetry.lock', 'url = "https://bob:q7Rk2mXw9Tz4Lp8B@pypi.acme-corp.io/simple"\n'],
    ['a token in a file about a lock', 'cassettes/door_lock.yml', 'access_token: 3be1e79c3e7541a9ed1137b9baf719f3\n'],
    ['the header of a token as a secret', 'config.yaml', 'secret: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\n'],
    ['a token in parts', 'a.js', `const apiToken = 'x8k2j4h.a9s8d7f6.q1w2e3r4';\n`],
    ['a key for an index that may write', 'a.ts', `{ indexName: 'a', adminKey: 'e9d7b5be73f29af4030535a726ec7196' }\n`],
    [
      'a call with another text',
      'a.ts',
      `const password = encode("Kq7!Rk2mXw");\nlogin({ password: text("Kq7!Rk2mXw") });\n`,
    ],
  ])('%s', (_, path, text) => {
    expect(scan(path, text)).toHaveLength(1);
  });
});

describe('how sure it is', () => {
  const key = ['Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6', 'IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='].join('');
  const secret = 'q7Rk2mXw9Tz4Lp8BvN3cYf6H';
  const password = 'kX9!mQ2#';
  test.each([
    ['the key of an emulator', 'deploy.sh', `export AZURE_STORAGE_ACCOUNT_KEY=${key}\n`, ['note']],
    ['what an API gives for first steps', 'a.py', `giphy_api_key = "${['dc6zaTOx', 'FJmzC'].join('')}"\n`, ['note']],
    ['a UUID', 'a.ts', `const password = "bada5566-a7aa-401f-bd96-45619a55120d";\n`, ['warning']],
    ['data for a start', 'db/seeds/users.ts', `const admin = { password: '${password}' };\n`, ['warning']],
    ['a test set-up', '.env.test', `SECRET_KEY=${secret}\n`, ['warning']],
    ['a described API', 'api-docs/api.yaml', `  session_key: ${secret}\n`, ['warning']],
    ['a package as it was published', '.yarn/releases/yarn-4.6.0.cjs', `x={apiSecret:"${secret}"}\n`, ['note']],
    [
      'words in base64',
      '.yo-rc.json',
      `"jwtSecretKey": "${Buffer.from('my-secret-key-which-should-be-changed-in-production').toString('base64')}"\n`,
      ['note'],
    ],
    ['what a framework begins with', 'app.php', `'app_key' => 'SomeRandomStringWith32Characters',\n`, ['note']],
    ['what is deployed', 'deploy/.env', `SECRET_KEY=${secret}\n`, ['error']],
    ['what another begins with', 'docker.env', 'FF_APP_KEY=S0m3R@nd0mStr1ngOf32Ch@rsEx@ctly\n', ['note']],
    ['a token of digits in order', 'a.json', `{ "token": "abc123def456" }\n`, ['note']],
  ])('%s', (_, path, text, levels) => {
    expect(scan(path, text).map(({ level }) => level)).toEqual(levels);
  });

  test('a token that an example of Supabase signed, and one of somebody else with the same content', () => {
    const body = [
      { alg: 'HS256', typ: 'JWT' },
      { role: 'service_role', iss: 'supabase-demo', exp: 1983812996 },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const levelOf = (signer: string): string | undefined =>
      scan('.env', `KEY=${body}.${createHmac('sha256', signer).update(body).digest('base64url')}\n`)[0]?.level;
    expect(levelOf('super-secret-jwt-token-with-at-least-32-characters-long')).toBe('note');
    expect(levelOf('another one')).toBe('error');
  });
});

test('UUIDs in lines below each other that are all secrets are found', () => {
  const ids = [
    '08987058-cadc-4b81-b6e1-30de50dcbe96',
    'bada5566-a7aa-401f-bd96-45619a55120d',
    'b84e4048-15dc-4dd0-8640-f4f60813c8af',
  ];
  const names = ['API_KEY', 'AUTH_TOKEN', 'APP_SECRET'];
  expect(scan('.env', names.map((name, at) => `${name}=${ids[at]}\n`).join(''))).toHaveLength(3);
});
