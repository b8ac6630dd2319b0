import { writtenAs } from '../syntax/callee.ts';
import { bare, child, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, property, requestWords, unguarded, type CodeRule } from './rule.ts';

const queries =
  /^(query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe|whereRaw|orderByRaw|havingRaw|all|run|prepare|exec|get|each|any|one|none|many|manyOrNone|oneOrNone)$/;
/** What takes a condition alone. */
const conditions = /^(where|andWhere|orWhere|having|andHaving|orHaving)$/;

/** What takes a part of a statement as it is. */
const raw = /^((and|or)?(where|having)Raw|(orderBy|groupBy|join|from)Raw|\$(query|execute)RawUnsafe)$/;

/** A statement of a database that has text of a request in it. */
export const sqlInjection: CodeRule = {
  id: 'sql-injection',
  sources: requestWords,
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
  words:
    /Raw(Unsafe)?\(|\.literal\(|\b(select\b[^;]*\bfrom|insert\s+into|update\b[^;]*\bset|delete\s+from|where|order\s+by)\b/i,
  check: (file) =>
    callsIn(file).flatMap(({ node, method = '', args, object }) => {
      const [given] = args;
      const statement = property(given, 'text') ?? property(given, 'sql') ?? given;
      if (statement === undefined) return [];
      const isQuery = queries.test(method) && isStatement(file, statement);
      const isCondition =
        conditions.test(method) && isText(statement) && /[=<>]|\blike\b/i.test(file.textOf(statement));
      const isRaw =
        (raw.test(method) || (method === 'literal' && /sequelize$/i.test(object ? file.textOf(object) : ''))) &&
        isPutTogether(writtenAs(file, statement));
      if (!isQuery && !isCondition && !isRaw) return [];
      const flow = unguarded(file, statement);
      if (flow === undefined || !/^(request|network)$/.test(flow.kind)) return [];
      return [
        {
          node,
          title: 'A statement of the database is put together with text of a request',
          ...gradeOf(flow, 'critical'),
          reasons: [
            `${flow.what} is in the statement: a quote in it ends the value, and what follows is run by the database`,
          ],
          mend: { text: "Give values apart: query('… WHERE id = $1', [id])" },
          flow,
        },
      ];
    }),
};

function isStatement(file: SourceFile, node: Node): boolean {
  const inner = bare(node);
  const values = inner.type === 'Identifier' ? (file.resolve(inner['name'] as string, inner)?.values ?? []) : [inner];
  // Of `let sql = 'select …'; sql += …` one part says that it is one.
  const isPut = values.length > 1 || values.some(isPutTogether);
  return isPut && values.some((value) => sqlWords.test(file.textOf(value)));
}

const sqlWords = /\b(select\b[\s\S]*\bfrom|insert\s+into|update\b[\s\S]*\bset|delete\s+from|where|order\s+by)\b/i;

function isPutTogether(node: Node): boolean {
  const callee = child(bare(node), 'callee');
  return isText(node) || /^(join|concat|format)$/.test(nameOf(child(callee, 'property')) ?? nameOf(callee) ?? '');
}

/** A text that has others in it. */
export function isText(node: Node): boolean {
  return /^(TemplateLiteral|BinaryExpression)$/.test(bare(node).type);
}
