import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

function secretsIn(path: string, text: string): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

describe('what people choose and short random values are found', () => {
  test.each([
    ['two words and a digit', 'a.js', 'const dbPassword = ', "'Bishop.Eagle84'"],
    ['with a full stop at its end', 'a.yaml', 'password: ', 'Dragon2001.'],
    ['with a colon at its end', 'a.py', 'password = ', '"Q7rk2mXw9tz:"'],
    ['a number', 'a.js', 'const adminPassword = ', "'84720193'"],
    ['a word in a definition of PHP', 'wp-config.php', "define('DB_PASSWORD', ", "'sunflower'"],
    ['a word in a setting of Gradle', 'build.gradle', '    storePassword ', '"sunflower"'],
    ['a word in a Dockerfile', 'Dockerfile', 'ENV DB_PASSWORD ', 'sunflower'],
    ['a word for an option', 'run.sh', 'tool --db-password ', "'sunflower'"],
    ['words, a number and a mark', '.env', 'JWT_SECRET=', 'Castletigersilver42!'],
    ['a word twice', '.env', 'ROOT_PASSWORD=', 'SilverSilver'],
    ['twelve hex digits', 'a.js', 'const apiKey = ', "'4adc1211e1ad'"],
    ['sixteen hex digits', 'a.tf', 'client_secret = ', '"0072c27f9222589c"'],
    ['a password for one application of Google', 'a.py', 'password = ', "'qxwz jhkl mnbv cxzs'"],
    ['one of Apple', 'notarize.sh', 'xcrun notarytool submit a --password ', 'qxwz-jhkl-mnbv-cxzs'],
    ['one without quotation marks', '.env', 'SMTP_PASS=', 'qxwz jhkl mnbv cxzs'],
    ['for the command of Redis', '.env', 'REDISCLI_AUTH=', 'sunflower42'],
    ['that Spring takes as it is', 'users.xml', '<user name="bob" password=', '"{noop}sunflower"'],
    ['sixteen letters', '.env', 'SMTP_PASSWORD=', 'qxwzjhklmnbvcxzs'],
    ['a phrase of words', 'a.yaml', 'password: ', 'correct-horse-battery-staple'],
    ['a word for an option of PowerShell', 'a.ps1', 'Connect-Shop -User ci -Password ', '"sunflower"'],
    ['a word for a user of a database', 'a.sql', 'CREATE USER ci WITH PASSWORD ', "'sunflower'"],
    ['in a variable with a short name', 'a.ps1', '$pw = ', "'q7Rk2mXw9Tz4'"],
    ['letters alone', 'a.js', 'const jwtSecret = ', "'qvxhpwkzjrtbnmlcfdgsyweq'"],
  ])('%s', (_, path, start, value) => {
    expect(secretsIn(path, `${start}${value}\n`)).toEqual([value.replaceAll(/["']/g, '')]);
  });
});

describe('among the texts of a program', () => {
  test.each(['Correct!Horse&Battery', 'hTqWzkPXvbnLrJdmSgYcQa'])('a password is found: %s', (value) => {
    expect(secretsIn('src/locales/en.json', `{"dbPassword": "${value}"}`)).toEqual([value]);
  });
  test.each(['Wachtwoord*', 'Contrase&ntilde;a', 'Mot de passe !', 'Wachtwoordherstel'])('%s is none', (value) => {
    expect(secretsIn('src/locales/en.json', `{"dbPassword": "${value}"}`)).toEqual([]);
  });
});

describe('a word that signs sessions', () => {
  test.each([
    ["app.use(session({ secret: 'sunflower' }));\n", ['warning']],
    ['app.use(expressSession({ resave: false, secret: "keyboard cat" }));\n', ['warning']],
    ["app.use(require('express-session')({ secret: 'sunflower' }));\n", ['warning']],
    ["app.use(open({ secret: 'sunflower' }));\n", []],
    ["app.use(session({ store: open() })); load({ secret: 'sunflower' });\n", []],
    ['app.use(session({ secret: `${first} of ${all}` }));\n', []],
  ])('%j: %j', (text, levels) => {
    expect(scanText({ path: 'app.js', bytes: Buffer.from(text) }).map(({ level }) => level)).toEqual(levels);
  });
});

describe('nothing is found in names', () => {
  test.each([
    ['a.js', "const password = 'Login.Password2';\n"],
    ['a.yaml', 'password: config.password1\n'],
    ['a.js', "const label = { password: 'Step2 password:' };\n"],
    ['.env', 'SMTP_PASS=this text that goes\n'],
    ['a.txt', 'Then set the password "sunflower" there.\n'],
    ['a.js', "const token = 'some_long_name_of_a_token_type';\n"],
    ['a.js', "const token = 'AccessTokenProviderOfTheApplication';\n"],
    ['a.js', "const password = 'this must have text';\n"],
    ['a.yaml', 'password: reset-admin-user-page\n'],
  ])('%s %j', (path, text) => {
    expect(secretsIn(path, text)).toEqual([]);
  });
});
