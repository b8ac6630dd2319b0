import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';

function secretsIn(path: string, text: string): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

describe('a value is found', () => {
  test.each([
    ['before its name, in an element', 'web.config', `<add value="${value}" key="DbPassword" />`],
    ['the same over lines', 'web.config', `<add\n  value="${value}"\n  key="DbPassword"\n/>`],
    ['before its name, in JSON', 'task.json', `[{"value": "${value}", "name": "DB_PASSWORD"}]`],
    ['before its name, in a list of YAML', 'a.yaml', `env:\n- value: ${value}\n  name: DB_PASSWORD\n`],
    ['in what a variable has', 'vars.tf', `variable "db_password" {\n  type = string\n  default = "${value}"\n}\n`],
    ['under its name', 'terraform.tfstate', `"db_password": {\n  "value": "${value}",\n  "type": "string"\n}`],
    ['behind other settings of its name', 'postman.json', `{"key": "password", "type": "string", "value": "${value}"}`],
    ['as a parameter', 'params.json', `[{"ParameterKey": "DbPassword", "ParameterValue": "${value}"}]`],
    ['as what a parameter has', 'stack.yaml', `DbPassword:\n  Type: String\n  Default: ${value}\n`],
    ['in the next line', 'a.yaml', `password:\n  ${value}\n`],
    ['in the next line of properties', 'a.properties', `db.password=\\\n    ${value}\n`],
    ['at the end of braces', 'a.yaml', `db: {user: app, password: ${value}}\n`],
    ['in a list', 'a.toml', `api_keys = [\n  "${value}",\n]\n`],
    ['in parentheses', 'a.py', `API_SECRET = (\n    "${value}"\n)\n`],
    ['as bytes of Go', 'a.go', `var jwtSecret = []byte("${value}")\n`],
    ['as a default of Spring', 'A.java', `@Value("\${db.password:${value}}") String password;\n`],
    ['as a default of a shell', 'a.sh', `use "\${DB_PASSWORD:-${value}}"\n`],
    ['as a variable in a text of Go', 'a.go', `Env: []string{"DB_USER=app", "DB_PASSWORD=${value}"},\n`],
    ['as a property in a text of Java', 'A.java', `@SpringBootTest(properties = {"db.password=${value}"})\n`],
    ['as an option in a text of Python', 'a.py', `run('server', 'db_token=${value}')\n`],
    ['as a line of a file in a text', 'a.ts', `write("DB_PASSWORD=${value}\\nDB_USER=app");\n`],
    ['of a device of Bluetooth', 'sensor.yaml', `bindkey: ${value}\n`],
    ['of a network of devices', 'zigbee.yaml', `network_key: ${value}\n`],
    ['typed in Visual Basic', 'a.vb', `Dim password As String = "${value}"\n`],
    ['assigned in R', 'a.R', `password <- "${value}"\n`],
    ['below its type', 'a.ts', `const apiSecret: string =\n  '${value}';\n`],
    ['of base64 with a mark at its end', 'a.yaml', `password: ${value}abc=\nnext: 1\n`],
    ['as national text of SQL', 'a.sql', `CREATE LOGIN app WITH PASSWORD = N'${value}';\n`],
    ['in an element with attributes', 'a.xml', `<password type="plain">${value}</password>`],
    [
      'in an element named by one of several',
      'strings.xml',
      `<string name="api_secret" translatable="false">${value}</string>`,
    ],
    ['in an element within its own', 'unattend.xml', `<AdminPassword>\n<Value>${value}</Value>\n</AdminPassword>`],
    ['of a wireless network', 'wlan.xml', `<keyType>phrase</keyType><keyMaterial>${value}</keyMaterial>`],
    ['of a property list', 'Info.plist', `<key>ApiSecret</key>\n\t<string>${value}</string>\n`],
    ['of a property of Hadoop', 'core-site.xml', `<name>fs.s3a.secret.key</name>\n<value>${value}</value>\n`],
  ])('%s', (_, path, text) => {
    expect(secretsIn(path, text).map((secret) => secret?.replace(/abc=$/, ''))).toEqual([value]);
  });
});

describe('nothing is found', () => {
  test.each([
    ['of another element', 'a.config', `<add value="${value}" key="Title" /><add key="DbPassword" value="" />`],
    ['of another entry', 'a.json', `[{"value": "${value}", "name": "title"}, {"name": "DB_PASSWORD"}]`],
    [
      'of another variable',
      'a.tf',
      `variable "db_password" {\n  type = string\n}\nvariable "x" {\n  default = "${value}"\n}\n`,
    ],
    ['in a message that a variable has to be set', 'a.sh', `use "\${DB_PASSWORD:?${value}}"\n`],
    ['below a name that has settings', 'a.yaml', 'password:\n  length: 16\n  minimum-strength-9: yes\n'],
    ['of a field of a form', 'a.html', '<input value="Sign in" name="password" type="password">'],
    ['after a text that ends with such a word', 'a.py', `log('Enter the login and password', '${value}')\n`],
    [
      'after a text that ends with such a name',
      'a.txt',
      `{'Authorization': 'Basic login_and_password', 'User-Agent': '${value}'}\n`,
    ],
    ['in two words of a text', 'a.json', '"CHANGE_PASSWORD": "Skift adgangskode"\n'],
    ['in a text of a page', 'a.json', `"LABEL_PASSWORD": "${value}", "title.password": "${value}"\n`],
    ['in a word of a translation', 'src/i18n/ca_ES.json', '"NEW_PASSWORD": "Contrasenya"\n'],
    ['in an identifier of an object', 'a.php', "'challengePassword' => '1.2.840.113549.1.9.7'\n"],
    ['in signs that are escaped', 'a.py', String.raw`pwd = u("\u2022"); x = '<password type="plain">\u2026, <string>'`],
    ['in the end of one that was cut', 'a.txt', 'password: …bDM= was read\n'],
    [
      'in the name of the same thing elsewhere',
      'actions.json',
      '"SetSMBGuestPassword": "storage2:SetSMBGuestPassword"',
    ],
    ['in a table of a mail server', 'main.cf', 'smtp_sasl_password_maps = texthash:/etc/postfix/sasl_passwd1\n'],
    [
      'in a text that a value is put into',
      'a.go',
      'Sprintf("password=%s", p); a("db_password={value}", "x_token=$TOKEN1")',
    ],
    ['in a text that goes on', 'a.ts', 'fail("password=" + value1, "db_password=wrong2 is refused");'],
    ['in what Windows does when it is set up', 'unattend.xml', '<settings pass="specialize">'],
    ['in a class of PHP', 'a.xml', String.raw`<parameter key="reset_password">App\Page\ResetPassword2Page</parameter>`],
    ['in a variable of Symfony', 'a.yaml', 'secret: "%env(AWS_S3_SECRET)%"\n'],
    ['in what a form asks for', 'a.xml', '<password_or_email_identity>general</password_or_email_identity>'],
    ['in a sentence', 'a.md', 'There is a channel identified by "WEB_US" code.\n'],
    ['in a label', 'a.xml', '<label name="password" class="wide">Password</label>'],
  ])('%s', (_, path, text) => {
    expect(secretsIn(path, text)).toEqual([]);
  });
});

test('a password in a translation, and behind the name of an argument', () => {
  expect(secretsIn('locales/de.json', `{"db_password": "${value}"}`)).toEqual([value]);
  expect(secretsIn('a.js', `set("db.password", "${value}");`)).toEqual([value]);
});

test.each([
  ['PtYgj_mUh%Bel3', 1],
  ['AccessTokenProvider2', 0],
  ['%S1-Value-%D', 0],
  ['Some Text! With 3', 0],
])('short parts are no words where marks join them: %s', (text, count) => {
  expect(secretsIn('settings.py', `SECRET_KEY = '${text}'\n`)).toHaveLength(count);
});

test.each([
  ['/js7HK13U2zns7oCDTM8vLD97OeIFoZnuXnA60HeA8lsuoBq', 1],
  ['/LKrf/V5h9J89GNs3kPq7ZtB2xWm', 1],
  ['/Users/Build1/Projects/Shop2/secrets/token', 0],
  ['/run/secrets/api_token_2', 0],
])('a slash makes no path of what is random: %s', (text, count) => {
  expect(secretsIn('app.py', `API_TOKEN = '${text}'\n`)).toHaveLength(count);
});
