import { bare, child, enclosingFunction, isFunction, nameOf, type Node } from '../syntax/node.ts';
import { functionName } from '../flow/trace.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, isLiteral, property, unguarded, type CodeRule } from './rule.ts';

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
        args.some((arg) => isLiteral(property(arg, 'noent'), true));
      const flow = name === 'v8.deserialize' && args[0] ? unguarded(file, args[0]) : undefined;
      const isForeign = flow !== undefined && /^(request|network)$/.test(flow.kind);
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

const knowsTheTrap =
  /__proto__|prototype|constructor|hasOwn|Object\.create\(null\)|new Map|isUnsafe|isSafe|propertyIsEnumerable|\.own\(|\.keys\(/;

/** A recursive copy or a setter by path that takes `__proto__` for a name like any other. */
export const prototypePollution: CodeRule = {
  id: 'prototype-pollution',
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
  words: /\bfor\s*\(\s*(var|let|const)?\s*\w+\s+in\b|\]\s*\[[^\]]+\]\s*=/,
  check: (file) => [
    ...(file.nodes.get('ForInStatement') ?? []).flatMap((loop) => copyingLoop(file, loop)),
    ...(file.nodes.get('AssignmentExpression') ?? []).flatMap((assignment) => requestKeys(file, assignment)),
  ],
};

/** `for (const key in source) … target[key] = merge(target[key], source[key])` */
function copyingLoop(file: SourceFile, loop: Node): ReturnType<CodeRule['check']> {
  const own = enclosingFunction(loop);
  const name = own && functionName(own);
  const key = loopKey(loop);
  if (own === undefined || name === undefined || key === undefined || knowsTheTrap.test(file.textOf(own))) return [];
  const within = (node: Node): boolean => node.start >= loop.start && node.end <= loop.end;
  const deep = callsIn(file).find(
    ({ node, method, args }) =>
      within(node) && method === name && args.length >= 2 && isKeyed(args[0], key) && isKeyed(args[1], key),
  );
  const writes = (file.nodes.get('AssignmentExpression') ?? []).some(
    (each) => within(each) && isKeyed(child(each, 'left'), key),
  );
  if (deep === undefined || !writes) return [];
  return [
    {
      node: deep.node,
      title: 'A deep copy writes to the prototype of all objects',
      severity: 'high',
      confidence: 'medium',
      reasons: [
        'data with the name "__proto__", as JSON.parse gives it, sets properties of every object of the process: rights, options, commands',
      ],
      mend: { text: 'Leave the names __proto__, constructor and prototype out, or copy into Object.create(null)' },
    },
  ];
}

function loopKey(loop: Node): string | undefined {
  const left = child(loop, 'left');
  if (left?.type === 'VariableDeclaration') return nameOf(child((left['declarations'] as readonly Node[])[0], 'id'));
  return nameOf(left);
}

function isKeyed(node: Node | undefined, key: string): boolean {
  const inner = node && bare(node);
  return (
    inner?.type === 'MemberExpression' &&
    inner['computed'] === true &&
    child(inner, 'property')?.type === 'Identifier' &&
    nameOf(child(inner, 'property')) === key
  );
}

/** `store[request.body.a][request.body.b] = value` */
function requestKeys(file: SourceFile, assignment: Node): ReturnType<CodeRule['check']> {
  const left = child(assignment, 'left');
  const object = child(left, 'object');
  if (left?.['computed'] !== true || object?.['computed'] !== true || left.type !== 'MemberExpression') return [];
  const outer = child(object, 'property');
  const flow = outer && unguarded(file, outer);
  const own = enclosingFunction(assignment);
  if (flow?.kind !== 'request' || (own && knowsTheTrap.test(file.textOf(own)))) return [];
  return [
    {
      node: assignment,
      title: 'A request chooses the object that is written to',
      ...gradeOf(flow, 'high'),
      reasons: ['with the name "__proto__" it sets properties of every object of the process'],
      mend: { text: 'Keep such data in a Map, or refuse the names __proto__, constructor and prototype' },
      flow,
    },
  ];
}

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
