import { writtenAs } from '../syntax/callee.ts';
import { isFunction } from '../syntax/node.ts';
import { callsIn, isLiteral, property, unguarded, type CodeRule } from './rule.ts';

/** Readers that run what they read. */
export const unsafeDeserialisation: CodeRule = {
  id: 'unsafe-deserialisation',
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
  words: /node-serialize|funcster|cryo|FULL_SCHEMA|deserialize|noent/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      const runs =
        /^(node-serialize|serialize-to-js)\.(unserialize|deserialize)$|^funcster\.deepDeserialize$|^cryo\.parse$/.test(
          name,
        );
      const isFull =
        /^js-yaml\.(load|loadAll)$/.test(name) &&
        args.some(
          (arg) =>
            /FULL_SCHEMA/.test(file.textOf(property(arg, 'schema') ?? arg)) && property(arg, 'schema') !== undefined,
        );
      const isEntities =
        /^libxmljs2?\.(parseXml|parseXmlString)$/.test(name) &&
        args.some((arg) => isLiteral(property(writtenAs(file, arg), 'noent'), true));
      const isRead = runs || isFull || name === 'v8.deserialize';
      const found = isRead && args[0] ? unguarded(file, args[0]) : undefined;
      const flow = found && /^(request|network)$/.test(found.kind) ? found : undefined;
      const isForeign = flow !== undefined;
      if (!runs && !isFull && !isEntities && !isForeign) return [];
      return [
        {
          node,
          title: isEntities
            ? 'A document can name files that are read into it'
            : 'What is read can be code that is run',
          severity: isEntities ? 'high' : 'critical',
          confidence: isForeign || isEntities ? 'high' : 'medium',
          reasons: [
            isEntities
              ? 'an external entity brings the text of any file of the machine into the document'
              : `${name} makes functions of the text; whoever writes the text runs code`,
          ],
          mend: {
            text: isEntities ? 'Leave noent out' : 'Read data only: JSON.parse, or yaml.load with its own schema',
          },
          ...(flow && { flow }),
        },
      ];
    }),
};

/** Electron windows in which a page has the rights of the program. */
export const pageWithNodeRights: CodeRule = {
  id: 'page-with-node-rights',
  url: 'https://www.electronjs.org/docs/latest/tutorial/security',
  words: /nodeIntegration|webSecurity|contextIsolation/,
  check: (file) =>
    callsIn(file).flatMap(({ args }) => {
      const preferences = args.map((arg) => property(arg, 'webPreferences')).find((each) => each !== undefined);
      if (preferences === undefined || isFunction(preferences)) return [];
      const hasNode =
        isLiteral(property(preferences, 'nodeIntegration'), true) &&
        isLiteral(property(preferences, 'contextIsolation'), false);
      const isOpen = isLiteral(property(preferences, 'webSecurity'), false);
      if (!hasNode && !isOpen) return [];
      return [
        {
          node: preferences,
          title: hasNode ? 'A page has the rights of the program' : 'A page may read every other site',
          severity: 'high',
          confidence: 'high',
          reasons: [
            hasNode
              ? 'a script that gets into the page starts programs and reads files'
              : 'webSecurity: false switches off what keeps sites apart',
          ],
          mend: {
            text: 'Leave contextIsolation and webSecurity on and nodeIntegration off; hand over what the page needs in a preload script',
          },
        },
      ];
    }),
};
