import { pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';

/** Replaces a module `*-at-build.ts`, whose exports are data, by what they are: nothing of it is worked out at the start of a command line. */
export function workOutData(): Plugin {
  return {
    name: 'work-out-data',
    load: {
      filter: { id: /-at-build\.ts$/ },
      async handler(id) {
        const exported = (await import(pathToFileURL(id).href)) as Readonly<Record<string, unknown>>;
        return Object.entries(exported)
          .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
          .join('');
      },
    },
  };
}
