/** What a password is called in other languages, without the marks on its letters. `passe` ends `mot de passe`. */
export const passwordWords: readonly string[] =
  'kennwort passwort contrasena contrasenya clave passe motdepasse mdp senha haslo heslo wachtwoord parola losenord jelszo salasana adgangskode kodeord passord sifre parool'.split(
    ' ',
  );

/** The same in scripts that have no such letters. */
export const otherScripts: readonly string[] = ['пароль', '密码', '密碼', '口令', 'パスワード', '비밀번호'];
const other = new RegExp(otherScripts.join('|'), 'g');

/**
 * What is looked for of the words: where one has a letter with a mark, the part behind or before it. Those of other scripts are known in columns of tables alone, since
 * their bytes would make the table of the automaton twice as large, and each look into it slower.
 */
export const passwordStarts: readonly string[] = [
  ...passwordWords.filter((word) => !/^(?:pass|mdp|losenord|contrasen|jelszo)/.test(word) && word !== 'motdepasse'),
  'contrase',
  'jelsz',
  'senord',
  '_mdp',
  '$mdp',
];

/** A name in which letters have no marks, and words of other scripts are `password`. One character of it is a byte. */
export function inLatin(name: string): string {
  if (!/[\x80-\xff]/.test(name)) return name;
  return Buffer.from(name, 'latin1')
    .toString('utf8')
    .replaceAll(other, ' password ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i');
}
