import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';

function secretsIn(path: string, text: string): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

describe('what a command takes by its place', () => {
  test.each([
    `sqlplus -s shop/${value}@//db.acme.io/orcl @a.sql`,
    `expdp shop/${value}@ORCL dumpfile=a.dmp`,
    `java -jar a.jar jdbc:oracle:thin:shop/${value}@db.acme.io:1521:orcl`,
    `openssl enc -d -aes-256-cbc -k ${value} -in a`,
    `openssl enc -d -aes-256-cbc -K 4adc1211e1ad0072c27f9222589c4adc -iv 0`,
    `jarsigner -keystore a.jks -storepass sunflower a.jar b`,
    `gpg --batch --passphrase sunflower -d a.gpg`,
    `redis-server --requirepass sunflower`,
    `svn co --username ci --password sunflower https://svn.acme.io`,
    `nmcli dev wifi connect Home password sunflower`,
    `lftp -u ci,${value} ftp.acme.io`,
    `smbclient //srv/share -U ci%${value}`,
    `zip -rP ${value} a.zip b`,
    `7z x -p${value} a.7z`,
    `ssh-keygen -t rsa -N ${value} -f key`,
    `mosquitto_pub -h mq -u ci -P ${value} -t x`,
    `security unlock-keychain -p ${value} a.keychain`,
    `security import a.p12 -k a.keychain -P ${value} -T /usr/bin/codesign`,
    `echo ${value} | sudo -S apt-get update`,
    `sudo -S apt-get update <<< ${value}`,
    `echo -e "${value}\\n${value}" | passwd root`,
    `expect "*assword:"\nsend "${value}\\r"`,
  ])('%s', (text) => {
    expect(secretsIn('deploy.sh', `${text}\n`).map((each) => each?.replace(/^sunflower|4adc.*/, value))).toEqual([
      value,
    ]);
  });
  test.each([
    String.raw`net use Z: \\srv\share /user:ci ${value}`,
    String.raw`net use Z: \\srv\share ${value} /user:ci`,
    `schtasks /create /ru ci /rp ${value} /tn nightly`,
    `signtool sign /f a.pfx /p ${value} a.exe`,
  ])('of Windows: %s', (text) => {
    expect(secretsIn('deploy.bat', `${text}\r\n`)).toEqual([value]);
  });
  test.each([
    'sqlplus / as sysdba @/opt/scripts/setup1.sql',
    'sqlplus shop/$DB_PASSWORD@ORCL',
    'sqlplus shop@ORCL @/opt/a1/b2@c',
    'openssl enc -aes-256-cbc -k "$KEY" -in a',
    'gpg --passphrase --batch1',
    'svn co --username ci --password $SVN_PASSWORD https://svn.acme.io',
    'zip -r archive1.zip Pictures1',
    'net use Z: /delete',
    String.raw`net use Z: \\srv\share /persistent:no /user:ci %PASSWORD%`,
    'echo "$PASSWORD" | sudo -S apt-get update',
    'echo 12345 | sudo tee file1',
    '# The password is asked for: send "hello1\\r" when it is ready, later.',
  ])('nothing: %s', (text) => {
    expect(secretsIn('deploy.sh', `${text}\n`)).toEqual([]);
  });
});

describe('what a function takes by its place', () => {
  test.each([
    ['a.ino', `WiFi.begin("HomeNet", "${value}")`],
    ['a.ino', `wifiMulti.addAP(ssid, "${value}")`],
    ['main.py', `wlan.connect("HomeNet", "${value}")`],
    ['a.py', `server.login("ci@acme.io", "${value}")`],
    ['a.pl', `$ftp->login("ci", '${value}')`],
    ['a.go', `smtp.PlainAuth("", "ci", "${value}", "mail.acme.io")`],
    ['a.go', `sql.Open("mysql", "root:${value}@tcp(db:3306)/shop")`],
    ['a.php', `ldap_bind($c, "cn=admin", "${value}")`],
    ['a.c', `mysql_real_connect(c, "db", "root", "${value}", "shop", 0, 0, 0)`],
    ['a.js', `new Sequelize('shop', 'root', '${value}', { dialect: 'mysql' })`],
    ['a.js', `request.get(url).auth('ci', '${value}')`],
    ['A.java', `keys.load(in, "${value}".toCharArray())`],
    ['A.java', `.signWith(SignatureAlgorithm.HS512, "${value}")`],
    ['A.java', `new SecretKeySpec("${value}".getBytes(), "AES")`],
    ['A.java', `.withUser("ci").password(encoder.encode("${value}")).roles("USER")`],
    ['A.java', `user.setPassword(passwordEncoder().encode("${value}"))`],
    ['a.php', `password_hash("${value}", PASSWORD_DEFAULT)`],
    ['a.py', `user.hash = generate_password_hash("${value}")`],
    ['a.ps1', `ConvertTo-SecureString -AsPlainText -Force -String "${value}"`],
    ['a.ps1', `"${value}" | ConvertTo-SecureString -AsPlainText -Force`],
  ])('%s: %s', (path, text) => {
    expect(secretsIn(path, `${text};\n`)).toEqual([value]);
  });
  test.each([
    ['A.java', `loader.load(in, "${value}")`],
    ['a.js', `login.auth(user, '/${value}/page1.html')`],
    ['a.ino', 'WiFi.begin(ssid, password)'],
    ['a.php', "$this->service->login($user, 'saml2')"],
    ['a.yml', `{{ hash | password_hash('sha512') }}`],
    ['a.ps1', `"${value}" | ConvertTo-Json`],
  ])('nothing in %s: %s', (path, text) => {
    expect(secretsIn(path, `${text};\n`)).toEqual([]);
  });
  test.each([
    ['src/users.js', value, ['warning']],
    ['test/users.js', value, ['note']],
    ['src/users.js', 'password', ['note']],
  ])('what is hashed in %s: %s', (path, password, levels) => {
    const text = `const hash = bcrypt.hashSync('${password}', 10);\n`;
    expect(scanText({ path, bytes: Buffer.from(text) }).map(({ level }) => level)).toEqual(levels);
  });
  test('a word for what belongs there is a note', () => {
    const text = 'WiFi.begin("ssid", "password");\nWiFi.begin("ssid", "sunflower");\n';
    expect(scanText({ path: 'a.ino', bytes: Buffer.from(text) }).map(({ level }) => level)).toEqual([
      'note',
      'warning',
    ]);
  });
});

describe('files of one secret a line', () => {
  test.each([
    [
      '.pgpass',
      `# host:port:database:user:password\ndb.acme.io:5432:shop:ci:${value}\n*:*:*:*:${value}:2\n`,
      [value, `${value}:2`],
    ],
    ['.netrc', 'machine api.acme.io\n  login ci\n  password sunflower\n', ['sunflower']],
    ['etc/.htpasswd', 'ci:rqXexS6ZhobKA\nbob:rqXexS6Zhobkz extra\n', ['rqXexS6ZhobKA']],
    ['notes.txt', 'db.acme.io:5432:shop:ci:rqXexS6ZhobKA\n', []],
  ])('%s', (path, text, found) => {
    expect(secretsIn(path, text)).toEqual(found);
  });
});
