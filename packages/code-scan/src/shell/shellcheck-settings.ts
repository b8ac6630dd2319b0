import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Answers with the text of the settings that hold for the scripts of a folder, from the root, with `/`: as shellcheck looks for them, the nearest on the way
 * up, and not above the root. Empty when there are none.
 * @see https://github.com/koalaman/shellcheck/blob/master/shellcheck.1.md (RC FILES)
 */
export function settingsReader(root: string): (folder: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  const settingsOf = (folder: string): Promise<string> => {
    const found = known.get(folder) ?? nearest(folder);
    known.set(folder, found);
    return found;
  };
  const nearest = async (folder: string): Promise<string> => {
    for (const name of ['.shellcheckrc', 'shellcheckrc']) {
      const text = await readFile(join(root, folder, name), 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
    }
    if (folder === '.' || folder === '') return '';
    return settingsOf(folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '.');
  };
  return settingsOf;
}
