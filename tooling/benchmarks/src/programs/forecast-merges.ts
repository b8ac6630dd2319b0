// Forecasts every pair of the branches `bench/*` of a repository: forecast-merges.ts <repository> <number of branches>.
import { forecastMerges, listBranches } from '@cdev/git';

const [repository = '.', count = '20'] = process.argv.slice(2);
const branches = (await listBranches(repository, 'bench')).slice(0, Number(count));
const pairs = branches.flatMap((ours, at) => branches.slice(at + 1).map((theirs) => ({ ours, theirs })));
const started = performance.now();
const forecasts = await forecastMerges(repository, pairs);
const milliseconds = Math.round(performance.now() - started);
const conflicting = forecasts.filter(({ isClean }) => !isClean).length;
process.stdout.write(`${JSON.stringify({ pairs: pairs.length, conflicting, milliseconds })}\n`);
