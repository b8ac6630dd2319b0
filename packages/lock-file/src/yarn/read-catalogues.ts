import { load, YAMLException } from 'js-yaml';
import { fieldsOf, textsOf } from '../lock-source.ts';

/** Name of a catalogue -> package -> range; the one without a name is ''. */
export type Catalogues = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * `catalog` and `catalogs` of `.yarnrc.yml` (yarn 4.10 and later): the lock file has the ranges that stand there, under the name `catalog:` it has nothing.
 * None where the file is not there or cannot be read: yarn itself then says why.
 */
export function readCatalogues(text: string | undefined): Catalogues {
  const settings = settingsIn(text ?? '');
  return new Map([
    ['', new Map(textsOf(settings['catalog']))],
    ...Object.entries(fieldsOf(settings['catalogs'])).map(([name, ranges]): [string, ReadonlyMap<string, string>] => [
      name,
      new Map(textsOf(ranges)),
    ]),
  ]);
}

function settingsIn(text: string): ReturnType<typeof fieldsOf> {
  try {
    return fieldsOf(load(text));
  } catch (error) {
    if (error instanceof YAMLException) return {};
    throw error;
  }
}
