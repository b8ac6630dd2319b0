/** A reporter for node:test, as the program that Node loads: one JSON document a line. */
export const nodeReporter = `
const plain = (error) => {
  const cause = error?.cause;
  if (cause && typeof cause === 'object') return String(cause.stack ?? cause.message ?? error.message);
  return cause === undefined ? String(error?.stack ?? error) : String(cause);
};
export default async function* report(events) {
  const groups = [];
  // What a file wrote that ended before it could tell of a test.
  const written = new Map();
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      groups.length = data.nesting;
      groups[data.nesting] = data.name;
    }
    if (type === 'test:stderr') written.set(data.file, ((written.get(data.file) ?? '') + data.message).slice(-4000));
    if (type === 'test:coverage') {
      const { totals } = data.summary;
      const coverage = {
        lines: totals.coveredLinePercent,
        branches: totals.coveredBranchPercent,
        functions: totals.coveredFunctionPercent,
      };
      yield JSON.stringify({ kind: 'coverage', coverage }) + '\\n';
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { name, nesting, details = {}, file, line, skip, todo } = data;
    // A group, or a test that fails because of its subtests, says nothing that they do not say.
    if (details.type === 'suite' || details.error?.failureType === 'subtestsFailed') continue;
    const isSkipped = skip !== undefined && skip !== false;
    const isTodo = todo !== undefined && todo !== false;
    const test = {
      file,
      titles: [...groups.slice(0, nesting), name],
      outcome: isSkipped ? 'skipped' : isTodo ? 'todo' : type === 'test:pass' ? 'passed' : 'failed',
      duration: details.duration_ms,
      line,
    };
    if (test.outcome === 'failed') test.failure = plain(details.error);
    const own = written.get(file) ?? written.get(name);
    if (test.failure === 'test failed' && own !== undefined) {
      test.titles = ['the file could not be run'];
      test.failure = own;
    }
    yield JSON.stringify({ kind: 'test', test }) + '\\n';
  }
  yield JSON.stringify({ kind: 'end' }) + '\\n';
}
`;
