import { describe, expect, test } from '@jest/globals';
import { scanText, type SecretFinding } from '../../src/index.ts';

function scan(path: string, text: string): readonly SecretFinding[] {
  return scanText({ path, bytes: Buffer.from(text) });
}

describe('the name of something else is no secret', () => {
  test.each([
    ['how letters are written', 'a.py', "password_charset = 'ISO-8859-1'\n"],
    ['how they are written in a file', 'a.properties', 'keystore.password=UTF-16LE\n'],
    ['one of several cases', 'wifi.cpp', '    case AUTH_WPA2_PSK: kind = "Kq7Rk2mXw"; break;\n'],
    ['how a network is protected', 'wifi.cpp', 'const char* psk = "WPA2/PSK";\n'],
    ['a text by its name', 'labels.php', "$labels['password'] = 'Palavra-passe';\n"],
    ['a text of a folder of them', 'localization/sv_SE/labels.inc', "$x['newkeypass'] = 'Lösenord';\n"],
    [
      'a text with something put in',
      'translation/class/vi-VN.xml',
      '<string name="studentCredentials">Học viên: %1$s\nTên người dùng: %2$s\nMật khẩu: %3$s</string>\n',
    ],
    ['one without letters of a language', 'lang/en.php', "'password' => 'Password of %1$s!',\n"],
    ['one of another such folder', 'src/__locales/pt.json', `{ "auth_password": "Palavra-passe" }\n`],
    ['a variable for later', 'a.sh', 'REDISCLI_AUTH="\\$REDIS_PASSWORD" redis-cli\n'],
    ['what a command prints', 'a.sh', 'PWD=`dirname "$0"`\n'],
    ['what a program answers', 'a.cpp', 'char okPassword[] = "+OK\\n";\n'],
    ['the end of a name', 'A.pm', "X_SHOP_PASSWORD => 'Shop_password',\n"],
    ['the name of a cookie', 'A.pm', '$passwd = $cgi->cookie("Shop_logincookie");\n'],
    ['how passwords are logged', 'dovecot.conf', 'auth_verbose_passwords = sha1:6\n'],
    ['one of several words', 'a.php', "array('user', 'pass', 'Basic|Digest|NTLM');\n"],
    ['a map of a mail server', 'main.cf', 'smtp_sasl_password_maps = proxy:mysql:/opt/sql/mysql_maps2.cf\n'],
    ['another variable in quotation marks', 'a.sh', `echo 'password = "'$password_hash2'";'\n`],
    ['an element of a page', 'a.js', `const totpSecret = $('#setup-tfa-qr-img2');\n`],
    ['the name of a preference', 'A.kt', 'const val PREFERENCE_PASSCODE_D1 = "PrefPinCode1"\n'],
    ['what stands between texts', 'ui.js', `c("label",null,"Password:"),e?l.default.createElement("code",n)\n`],
    ['what is drawn', 'a.cs', 'const string kPreRefractionPass2 = "_PreRefractionPass";\n'],
    ['one of several passes', 'notes.txt', 'FINAL_PASS=FinalPass\n'],
    ['a sentence', 'profile.md', 'Set-Alias pwd # pwd = print working directory\n'],
    ['a variable in a template', 'base.twig', 'attr = {password: newPw, password2: newPw2};\n'],
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
    [
      'the setting after one that is empty',
      '.env',
      'EMAIL_PASSWORD=\nEMAIL_PORT=25\nDEMO_TOKEN=\nMAIL_HOST_2=smtp4a.acme-corp.io\n',
    ],
    ['one that is indented', '.env', '  EMAIL_PASSWORD=\n  EMAIL_PORT=25\n'],
    ['a country', 'locales.json', `{"en_PK":"angl\\u00e8s (Pakistan)","en_PW":"angl\\u00e8s (Palau)"}\n`],
    ['a text whose letters are escaped', 'locales/cs.json', `{"client_secret": "Tajn\\u00e9"}\n`],
    ['one of another script', 'locales/ja.json', `{"webhook_secret": "Webhook\\u306e\\u30b7\\u30fc\\u30af\\u30ec"}\n`],
    ['a rule after another', 'a.php', `'new_password' => ['required', 'secure_password', 'min:16'],\n`],
    ['an element of a page', 'a.js', 'var updatePwdModal = $("#updatePwdModal2 .form").validate({\n'],
    ['what is called when it happens', 'a.vue', '<Form @login="login" @forget-pwd="forgetPwdClick" />\n'],
    [
      'a sentence of Chinese',
      'a.vue',
      `<div :class="active === 'regPassword' ? 'a' : ''">\n 8-20位，需包含字母和数字\n</div>\n`,
    ],
    ['a class beside one', 'oauth.py', `__all__ = ['OAuth2AccessToken', 'OAuth2Application']\n`],
    ['what a connection gets', 'a.cs', 'var s = $"Host=db.acme.io;Username=app;Password={options.Pass2(x)};Port=1";\n'],
    ['where NGINX Unit passes requests to', 'unit.json', `{"pass": "applications/netbox"}\n`],
    ['a command of Python', 'pyproject.toml', `kolla-genpwd = "kolla.cmd.genpwd:main"\n`],
    ['when Ansible sets it', 'a.yml', 'update_password: always\n'],
    [
      'a part of an image',
      'a.svg',
      `<image href="data:image/png;base64,${'iVBORw0KGgo+'.repeat(12)}//EAAC${'AQ7Rk2mXw9Tz4Lp8BvN3cYf6H'.repeat(8)}"/>\n`,
    ],
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
    ['in the next line', 'a.ini', 'password =\n    Kq7!Rk2mXw\n'],
    ['in the next line, of base64', 'a.ini', 'password =\n    Kq7Rk2mXw9Tz4Lp8BvN3cY==\n'],
    ['before an empty one', '.env', 'A_PASSWORD=\nDB_PASSWORD=Kq7!Rk2mXw\n'],
    ['in a translation, with a letter that is escaped', 'locales/cs.json', `{"secret": "Kq7\\u00e9Rk2mXw9Tz4Lp8B"}\n`],
    ['of a procedure of SQL', 'a.sql', `EXEC sp_addlogin @loginame = 'app', @passwd = 'Kq7Rk2mXw'\n`],
    [
      'in a connection, with brackets',
      'appsettings.json',
      `{"db": "Host=db.acme.io;Username=app;Password=Kq7(Rk2)mXw"}\n`,
    ],
    ['a token in an address', 'a.txt', `https://graph.example.io/a/EAAC${'AQ7Rk2mXw9Tz4Lp8BvN3cYf6H'.repeat(8)}\n`],
    ['one that begins as the name of a way to protect one', 'wifi.cpp', 'const char* psk = "WPA2/PSKq7";\n'],
    ['that begins with a sign that is escaped', 'a.sh', 'PASSWORD="\\$Kq7Rk2mXw"\n'],
    ['by a name in brackets', 'a.php', "$config['password'] = 'Palavra-passe';\n"],
    ['in marks of code', 'a.yml', 'description: the password is `Kq7!Rk2mXw`\n'],
    ['of a name with another word', 'A.pm', "X_SHOP_PASSWORD => 'Harbor_password',\n"],
    ['with the end of its line', 'a.cpp', 'char password[] = "Kq7!Rk2mXw\\n";\n'],
    ['a key of hex', 'a.yml', `api_key: 'f6403f6544a38863daa0b6e03f01618a51312f3f'\n`],
  ])('%s', (_, path, text) => {
    expect(scan(path, text)).toHaveLength(1);
  });
});
