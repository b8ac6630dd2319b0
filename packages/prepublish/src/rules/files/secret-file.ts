import type { Problem, Rule } from '../../rule/rule.ts';

/** Files that hold credentials by what they are. */
const kinds: readonly { readonly name: RegExp; readonly what: string; readonly holds?: RegExp }[] = [
  {
    name: /(?:^|\/)\.env(?:\.(?!example$|sample$|template$|dist$|schema$)[\w.-]+)?$/,
    what: 'settings of an environment',
    holds: /^\s*(?:export\s+)?\w+\s*=\s*\S/m,
  },
  { name: /(?:^|\/)\.npmrc$/, what: 'settings of npm with a credential', holds: /_authToken|_auth\s*=|_password/ },
  { name: /(?:^|\/)\.(?:netrc|pgpass|htpasswd)$/, what: 'credentials' },
  { name: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/, what: 'a private key' },
  { name: /\.(?:pem|key|p8|ppk)$/, what: 'a private key', holds: /PRIVATE KEY/ },
  { name: /\.(?:p12|pfx|jks|keystore)$/, what: 'a store of keys' },
  { name: /(?:^|\/)\.aws\/credentials$/, what: 'credentials' },
];

export const secretFile: Rule = {
  id: 'secret-file',
  severity: 'error',
  summary: 'no file is packed that is made to hold credentials',
  breaks: 'You: everybody can read it, for ever, also after the version is unpublished',
  check: ({ tarball }) =>
    [...tarball.entries.values()].flatMap(({ path, type, data }): Problem[] => {
      if (type !== 'file') return [];
      const kind = kinds.find(({ name, holds }) => name.test(path) && (holds?.test(data.toString('latin1')) ?? true));
      // Keys of tests are published on purpose by some.
      const severity = /(?:^|\/)(?:tests?|__tests__|fixtures?|examples?)\//.test(path) ? 'warning' : 'error';
      return kind
        ? [
            {
              place: path,
              severity,
              reason: `holds ${kind.what}`,
              mend: 'Leave it out of "files", and replace the credential if it was ever published',
            },
          ]
        : [];
    }),
};
