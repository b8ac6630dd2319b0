// Writes an archive in OSV's form: write-osv-archive.ts <file> <records>.
import { writeFileSync } from 'node:fs';
import { makeZip } from '@cdev/test-kit';

const [file = '', records = ''] = process.argv.slice(2);
writeFileSync(file, osvArchive(Number(records)));

/** As npm's is made up: of ten records nine are packages that are an attack, one is a vulnerability, of a package of the lock file or of others. */
function osvArchive(records: number): Buffer {
  return makeZip(
    Array.from({ length: records }, (_, at) => {
      const record = at % 10 === 0 ? vulnerability(at) : malware(at);
      return [`${record['id'] as string}.json`, JSON.stringify(record, undefined, 2)] as const;
    }),
  );
}

function vulnerability(at: number): Record<string, unknown> {
  return {
    ...head(`GHSA-${at.toString(36).padStart(4, '2')}-cccc-cccc`),
    aliases: [`CVE-2025-${at}`],
    summary: `Something is wrong in package ${at}`,
    details: 'Who can choose the text can do what the program can. '.repeat(30),
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [affected(`package-${at}`, { introduced: '0', fixed: at % 100 === 0 ? '1.5.0' : '0.5.0' })],
    database_specific: { severity: 'HIGH', cwe_ids: ['CWE-79'] },
  };
}

function malware(at: number): Record<string, unknown> {
  return {
    ...head(`MAL-2025-${at}`),
    summary: `Malicious code in thing-${at}`,
    details: 'The package sends what it finds to a stranger. '.repeat(6),
    affected: [{ ...affected(`thing-${at}`, { introduced: '0' }), versions: ['1.0.0', '1.0.1'] }],
  };
}

function head(id: string): Record<string, unknown> {
  const modified = '2026-11-20T00:00:00Z';
  const references = [1, 2, 3, 4].map((each) => ({ type: 'WEB', url: `https://advisories.example/${id}/${each}` }));
  return { schema_version: '1.7.3', id, modified, published: modified, references };
}

function affected(name: string, events: Readonly<Record<string, string>>): Record<string, unknown> {
  const ranges = [{ type: 'SEMVER', events: Object.entries(events).map(([event, version]) => ({ [event]: version })) }];
  return { package: { ecosystem: 'npm', name, purl: `pkg:npm/${name}` }, ranges };
}
