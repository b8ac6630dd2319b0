import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';

function secretsIn(path: string, text: string): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

describe('what a command takes by its place', () => {
  test.each([
    `sshpass -p ${value} ssh root@10.0.0.4`,
    `sshpass -p '${value}' scp a root@10.0.0.4:/b`,
    `mysql -u root -p${value} shop < dump.sql`,
    `mysqldump -h db \\\n  -uroot -p'${value}' shop`,
    `docker login -u ci -p ${value} registry.acme.io`,
    `az login --service-principal -u 1 -p "${value}" --tenant t`,
    `ldapsearch -x -D cn=admin -w ${value} -b dc=x`,
    `redis-cli -h cache -a ${value} FLUSHALL`,
    `sqlcmd -S db -U sa -P ${value} -Q "select 1"`,
    `rabbitmqctl add_user ci ${value}`,
    `htpasswd -bc .htpasswd ci ${value}`,
    `net user ci ${value} /add`,
    `RUN echo 'root:${value}' | chpasswd`,
    `echo "${value}" | docker login --username ci --password-stdin`,
    `keytool -genkey -keystore a.jks -storepass ${value}`,
    `redis-server --requirepass ${value}`,
    `curl -X POST \\\n  -u ci:${value} \\\n  https://api.acme.io`,
  ])('%s', (text) => {
    expect(secretsIn('deploy.sh', `${text}\n`)).toEqual([value]);
  });
  test.each([
    'mysql -u root -p"$DB_PASSWORD" shop',
    'mysql -P3306 -u root shop',
    'mysql -u root -p shop',
    'docker login -u ci -p <password> registry.acme.io',
    'docker login -u ci && mkdir -p build/output1',
    'echo "$TOKEN" | docker login --password-stdin',
    'echo "root:$PASSWORD" | chpasswd',
  ])('nothing: %s', (text) => {
    expect(secretsIn('deploy.sh', `${text}\n`)).toEqual([]);
  });
});

describe('what a function takes by its place', () => {
  test.each([
    ['a.cs', `new NetworkCredential("ci", "${value}")`],
    ['A.java', `DriverManager.getConnection("jdbc:mysql://db/x" + options, user, "${value}")`],
    ['a.php', `new PDO("mysql:host=db;dbname=" . $name, 'root', '${value}')`],
    ['a.php', `$c = new mysqli($host, "root", "${value}", "shop");`],
    ['a.pl', `DBI->connect("dbi:mysql:x", "root", "${value}")`],
    ['a.ps1', `ConvertTo-SecureString "${value}" -AsPlainText -Force`],
    ['a.ps1', `ConvertTo-SecureString -String '${value}' -AsPlainText -Force`],
    ['a.py', `requests.get(url, auth=('ci', '${value}'))`],
    ['a.go', `req.SetBasicAuth("ci", "${value}")`],
    ['a.js', `jwt.sign({ id: user.id }, '${value}', { expiresIn: '1h' })`],
    ['a.js', `createHmac('sha256', '${value}')`],
    ['a.js', `app.use(cookieParser('${value}'))`],
    ['a.js', `fetch(u, { headers: { Authorization: 'Bearer ' + '${value}' } })`],
    ['wpa_supplicant.conf', `network={\n  ssid="x"\n  psk="${value}"\n}`],
  ])('%s: %s', (path, text) => {
    expect(secretsIn(path, `${text};\n`)).toEqual([value]);
  });
  test.each([
    ['a.js', 'jwt.sign({ id: 1 }, process.env.SECRET)'],
    ['a.js', `createHmac('sha256', key).update('${value}')`],
    ['a.ps1', `ConvertTo-SecureString "${value}" -Key $key`],
    ['A.java', `getConnection("${value}")`],
    ['a.php', `new PDO($dsn, $user, $password, ['${value}'])`],
  ])('nothing in %s: %s', (path, text) => {
    expect(secretsIn(path, `${text};\n`)).toEqual([]);
  });
});
