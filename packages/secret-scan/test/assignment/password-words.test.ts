import { expect, test } from '@jest/globals';
import { nameClass } from '../../src/assignment/name-class.ts';
import { inLatin, passwordStarts } from '../../src/assignment/password-words.ts';
import { scanText } from '../../src/index.ts';

test.each(
  'kennwort passwort contraseña contrasena clave mot_de_passe haslo senha wachtwoord parola lösenord heslo jelszó salasana adgangskode kodeord passord sifre'.split(
    ' ',
  ),
)('what is set by the name %s is a password', (name) => {
  const findings = scanText({ path: 'a.yaml', bytes: Buffer.from(`${name}: q7Rk2mXw9T\n`) });
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(['generic-password']);
});

test('an abbreviation is known behind another word', () => {
  const rules = (text: string): string[] =>
    scanText({ path: 'a.yaml', bytes: Buffer.from(text) }).map(({ ruleId }) => ruleId);
  expect(rules('smtp_mdp: q7Rk2mXw9T\n')).toEqual(['generic-password']);
  expect(rules('mdp_smtp: q7Rk2mXw9T\n')).toEqual([]);
});

test.each(['enclave', 'paroles', 'clavecin', 'Größe', '密'])('%s is no name of one', (name) => {
  expect(nameClass(Buffer.from(name).toString('latin1'))).toBe('none');
});

test.each(['пароль', '密码', '密碼', '口令', 'パスワード', '비밀번호', 'db_пароль'])(
  'what stands in a column called %s is a password',
  (name) => {
    for (const [path, text] of [
      ['a.csv', `id,${name}\n1,q7Rk2mXw9T\n`],
      ['a.md', `| id | ${name} |\n|---|---|\n| 1 | q7Rk2mXw9T |\n`],
    ] as const)
      expect(scanText({ path, bytes: Buffer.from(text) }).map(({ ruleId }) => ruleId)).toEqual(['generic-password']);
  },
);

test('a keyword is a part of a name that is one', () => {
  for (const start of passwordStarts) expect(start).toMatch(/^[a-z_$]+$/);
  expect(inLatin(Buffer.from('Contraseña').toString('latin1'))).toBe('Contrasena');
});
