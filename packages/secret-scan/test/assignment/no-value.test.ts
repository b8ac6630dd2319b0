import { describe, expect, test } from '@jest/globals';
import { scanText, type SecretFinding } from '../../src/index.ts';

function scan(path: string, text: string): readonly SecretFinding[] {
  return scanText({ path, bytes: Buffer.from(text) });
}

describe('the name of something else is no secret', () => {
  test.each([
    ['a variable of T-SQL', 'a.sql', 'UPDATE [User] SET\n    [MasterPassword] = @MasterPassword,\n    [Key] = @Key\n'],
    ['one with a number', 'a.sql', '    [V2UpgradeToken] = @V2UpgradeToken,\n'],
    ['a column of another table', 'a.sql', '    [V2UpgradeToken] = OUI.[V2UpgradeToken]\n'],
    ['a text with something put in', 'a.cs', 'CheckStatus.Pass => $"[{Constants.SuccessColor}]PASS[/]",\n'],
    ['one of Python', 'a.py', 'password = f"{prefix}-Pa55"\n'],
    ['a type argument', 'a.cs', 'Task Read(IQueryable<Secret> query, Guid userId)\n/// <summary></summary>\n'],
    [
      'one of several arguments',
      'a.cs',
      'IMethod<ResourcePassword> _sendPasswordRequestValidator2,\n IMethod<Other> x\n',
    ],
    [
      'a switch for a feature',
      'Flags.cs',
      'public const string UseSdkPasswordGenerators = "pm-19976-use-sdk-password-generators";\n',
    ],
    [
      'one of the same words',
      'Flags.cs',
      'const string PM27060_PasswordPreloginFromSdk = "pm-27060-password-prelogin-from-sdk";\n',
    ],
    ['what went wrong', 'a.cs', 'const string RequestPasswordDoesNotMatch = "password_hash_b64_invalid";\n'],
    [
      'where a setting stands',
      'a.cs',
      'var passwordKey = isOwn ? "Database:SelfHostPassword" : "Database:Password";\n',
    ],
    ['names of settings', 'a.yml', 'secrets: "BW-GHAPP-ID,BW-GHAPP-KEY"\n'],
    ['an assembly', 'a.resx', '<value>System.Forms, Version=4.0.0.0, PublicKeyToken=b77a5c561934e089</value>\n'],
    ['fields of a form', 'forms.py', `for name in ('password1', 'password2'):\n`],
    ['where a server passes requests to', 'nginx.conf', '  uwsgi_pass mailman3;\n'],
    ['a scheme', 'a.j2', `'proxy_pass': ('https' if tls else 'http')\n`],
    [
      'the next of several settings',
      'a.yml',
      `x: '{{ lookup("password", "root/password encrypt=sha512_crypt length=" + n) }}'\n`,
    ],
    ['what is passed', 'a.yml', `comment: "if you want GRUB to pass \\"root=UUID=xxx\\" to Linux"\n`],
    ['which key signs packages', 'a.yml', `runner__apt_key: 'F6403F6544A38863DAA0B6E03F01618A51312F3F'\n`],
    ['another variable', 'a.j2', '{% set mosquitto__tpl_password = mosquitto__password %}\n'],
    ['a query', 'a.conf', 'password_query = SELECT userid AS user FROM users\n'],
    ['where passwords are changed', 'a.yml', `- name: 'password_vpopmaild_host'\n  value: 'localhost'\n`],
  ])('%s', (_, path, text) => {
    expect(scan(path, text)).toEqual([]);
  });
});

describe('what only resembles it is one', () => {
  test.each([
    ['that begins with the sign of a variable', 'a.properties', 'db.password=@dmin123\n'],
    ['after the sign of a text', 'a.cs', 'var password = $"Kq7!Rk2mXw";\n'],
    ['in braces that nothing is put into', 'a.cs', 'var password = "{Kq7!Rk2mXw}";\n'],
    ['in an element after text', 'a.xml', '<a>of bob<password>Kq7!Rk2mXw</password></a>\n'],
    ['with its name in it', 'a.ts', `const dbAdminPassword = "db-admin-password-Kq7Rk2";\n`],
    ['with its name, among settings', 'a.env', 'DB_ADMIN_PASSWORD=db_admin_password1\n'],
    ['the second of two passwords', 'a.py', `login('password', 'Password2!')\n`],
    ['that of a proxy', '.env', 'PROXY_PASS=Kq7Rk2mXw\n'],
    ['that is passed', 'a.sh', `mysql --pass "Kq7!Rk2mXw"\n`],
    ['a key of hex', 'a.yml', `api_key: 'f6403f6544a38863daa0b6e03f01618a51312f3f'\n`],
  ])('%s', (_, path, text) => {
    expect(scan(path, text)).toHaveLength(1);
  });
});
