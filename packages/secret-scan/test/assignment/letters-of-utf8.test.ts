import { expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

function secretsIn(path: string, text: string): (string | undefined)[] {
  return scanText({ path, bytes: Buffer.from(text) }, { reveal: true }).map(({ secret }) => secret);
}

// A byte of `à`, `Р` and `码` in UTF-8 is a no-break space in Latin-1.
test.each(['voilà4You!', 'à2voilà4àYou!', 'РаРоль-587', '密码7xK!', '7Quà'])(
  'a password with other letters: %s',
  (value) => {
    expect(secretsIn('.env', `DB_PASSWORD=${value}\nA=1\n`)).toEqual([value]);
    expect(secretsIn('a.yaml', `db:\n  password: ${value}\n`)).toEqual([value]);
    expect(secretsIn('a.json', `{"password": "${value}"}`)).toEqual([value]);
    expect(secretsIn('a.xml', `<password>${value}</password>`)).toEqual([value]);
    expect(secretsIn('deploy.sh', `mysql -u root -p'${value}' shop\n`)).toEqual([value]);
    expect(secretsIn('deploy.sh', `psql postgres://app:${value}@db.acme.io/app\n`)).toEqual([value]);
  },
);
