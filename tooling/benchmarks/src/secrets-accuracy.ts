import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { scanText } from '@cdev/secret-scan';
import { parse } from 'yaml';
import type { Benchmark } from './frame/benchmark.ts';
import { labelledFiles, type Label } from './frame/labelled-files.ts';
import { filesIn } from './frame/files-in.ts';

/** Labels of these promise a secret and mostly are none: numbers of things, not keys to them. */
const weak = /^(?:UUID|Nonce|Salt|.*Bucket|.*Domain|AWS Client ID|.*App ID)$/;
/** Repositories whose labels were looked at when detectors were written; the others judge. */
const seen = new Set(
  'authelia/authelia aws/chalice backup/backup binarylogic/authlogic ctfd/ctfd danger/danger docker-mailserver/docker-mailserver docker/docker-py expressjs/express go-acme/lego huginn/huginn judasn/linux-tutorial juice-shop/juice-shop juicycleff/ultimate-backend kataras/iris nats-io/nats-server nats-io/nats.docs open-falcon/falcon-plus oracle/docker-images panva/jose paramiko/paramiko pennersr/django-allauth phpseclib/phpseclib postmanlabs/postman-collection-transformer pygithub/pygithub request/request sahat/hackathon-starter timdorr/tesla-api twilio/twilio-ruby typeorm/typeorm xo/usql'.split(
    ' ',
  ),
);

/** What is found of labelled secrets and how often it is none, on sets that others made. */
export const benchmark: Benchmark = {
  summary:
    'how many of labelled secrets are found, and how many findings are none: CredData, leaky-repo, examples of kingfisher',
  bar: 'of CredData 55 % of the core at 85 % precision in repositories that were not looked at, 60 of 96 lines of leaky-repo, 65 % of the examples of a rule of kingfisher on average',
  run: async ({ note }) => {
    const { CDEV_BENCH_CREDDATA: set, CDEV_BENCH_MIRRORS: mirrors } = process.env;
    const { CDEV_BENCH_LEAKY_REPO: leaky, CDEV_BENCH_KINGFISHER: kingfisher } = process.env;
    if (set === undefined || mirrors === undefined || leaky === undefined || kingfisher === undefined)
      throw new Error(
        'Set CDEV_BENCH_CREDDATA, CDEV_BENCH_MIRRORS, CDEV_BENCH_LEAKY_REPO and CDEV_BENCH_KINGFISHER; see the README',
      );
    const scores = { seen: new Score(), unseen: new Score() };
    const repositories = new Set<string>();
    for (const { repository, path, bytes, labels } of labelledFiles(set, mirrors, note)) {
      repositories.add(repository);
      scores[seen.has(repository) ? 'seen' : 'unseen'].add(path, bytes, labels);
    }
    note('leaky-repo and kingfisher');
    const lines = leakyLines(leaky);
    const examples = kingfisherExamples(kingfisher);
    const of = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;
    const rows = (['seen', 'unseen'] as const).map((name) => {
      const { core, found, all, wrong, coreFound } = scores[name];
      const what = name === 'seen' ? 'repositories that were looked at' : 'repositories that were not';
      return [`CredData, ${what}`, of(found, all), of(coreFound, core), of(coreFound, coreFound + wrong)];
    });
    const { core, coreFound, wrong } = scores.unseen;
    return {
      head: ['set', 'found', 'of the core', 'precision of the core, on labelled lines'],
      rows: [
        ...rows,
        ['leaky-repo, lines', of(lines.found, lines.all), '', ''],
        ['kingfisher, mean of its rules', `${(examples * 100).toFixed(1)} %`, '', ''],
      ],
      isMet:
        coreFound / core >= 0.55 && coreFound / (coreFound + wrong) >= 0.85 && lines.found >= 60 && examples >= 0.65,
      notes: [
        `${repositories.size} repositories of CredData at the commits of their labels. The core is what is no UUID, nonce, salt, bucket, domain or number of an account.`,
      ],
    };
  },
};

class Score {
  all = 0;
  found = 0;
  core = 0;
  coreFound = 0;
  /** Findings on lines that are labelled as none. */
  wrong = 0;

  add(path: string, bytes: Buffer, labels: readonly Label[]): void {
    const findings = scanText({ path, bytes });
    // The labels count a carriage return as the end of a line.
    const text = bytes.toString('latin1');
    const lineAt = (offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/).length;
    const isOwn = /\r(?!\n)/.test(text);
    const places = findings.map(({ line, endLine, offset, length }) =>
      isOwn ? ([lineAt(offset), lineAt(offset + length)] as const) : ([line, endLine] as const),
    );
    for (const { first, last, isSecret, category } of labels) {
      const isFound = places.some(([from, to]) => from <= last && to >= first);
      if (!isSecret) {
        this.wrong += Number(isFound);
        continue;
      }
      const isCore = category.split(':').some((part) => !weak.test(part));
      this.all += 1;
      this.found += Number(isFound);
      this.core += Number(isCore);
      this.coreFound += Number(isCore && isFound);
    }
  }
}

/** Each of its files says in a table how many lines of it are a risk. */
function leakyLines(folder: string): { all: number; found: number } {
  const rows = readFileSync(join(folder, '.leaky-meta/secrets.csv'), 'utf8').split('\n');
  let [all, found] = [0, 0];
  for (const row of rows) {
    const [path = '', risk = ''] = row.split(',');
    if (path === '' || path.startsWith('#')) continue;
    const findings = scanText({ path, bytes: readFileSync(join(folder, path)) });
    all += Number(risk);
    found += Math.min(Number(risk), new Set(findings.map(({ line }) => line)).size);
  }
  return { all, found };
}

interface KingfisherFile {
  readonly rules?: readonly { readonly examples?: readonly unknown[] }[];
}

/** The part of a rule's examples that is found, as a mean over all rules that have some. */
function kingfisherExamples(folder: string): number {
  const parts: number[] = [];
  for (const file of filesIn(join(folder, 'data/rules'), '.yml')) {
    const { rules = [] } = (parse(readFileSync(file, 'utf8')) as KingfisherFile | null) ?? {};
    for (const { examples = [] } of rules) {
      if (examples.length === 0) continue;
      const found = examples.filter(
        (example) => scanText({ path: 'config/settings.env', bytes: Buffer.from(String(example)) }).length > 0,
      );
      parts.push(found.length / examples.length);
    }
  }
  if (parts.length === 0) throw new Error(`${folder} has no rules`);
  return parts.reduce((sum, part) => sum + part, 0) / parts.length;
}
