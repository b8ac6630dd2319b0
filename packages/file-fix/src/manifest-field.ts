import { applyEdits, modify, type JSONPath } from 'jsonc-parser';
import type { Fix } from './fix.ts';

/** Sets one field of the package's manifest and leaves the rest of the text as it is. */
export function setManifestField(path: JSONPath, value: unknown): Fix {
  return {
    file: 'package.json',
    title: `Set ${path.join('.')} to ${JSON.stringify(value)}`,
    apply: (text) => {
      const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
      const formattingOptions = {
        tabSize: indent.startsWith('\t') ? 1 : indent.length,
        insertSpaces: !indent.startsWith('\t'),
        eol: text.includes('\r\n') ? '\r\n' : '\n',
      };
      return applyEdits(text, modify(text, path, value, { formattingOptions }));
    },
  };
}
