// Notes what each test file cost: CPU seconds of this process, and of the programs it started that have ended. What has to be quick
// on two cores is measured by that, not by a clock that other work slows down. Linux only; elsewhere nothing is noted.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const statistics = '/proc/self/stat';
const ticks = 100;

export default class CpuReporter {
  #files = {};
  #before = 0;

  onTestFileStart() {
    this.#before = spent();
  }

  onTestFileResult({ path }) {
    this.#files[path.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, '')] = spent() - this.#before;
  }

  onRunComplete() {
    if (!existsSync(statistics)) return;
    const result = { total: spent(), files: this.#files };
    writeFileSync('node_modules/.cache/test-cpu.json', JSON.stringify(result));
  }
}

/** Of this process and of those it has waited for: proc(5), utime, stime, cutime and cstime. */
function spent() {
  if (!existsSync(statistics)) return 0;
  // The name of the program may hold anything; what follows it does not.
  const fields = readFileSync(statistics, 'utf8').split(') ').at(-1).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field) / ticks, 0);
}
