/** A registry on loopback that answers the question for advisories, and nothing else, as npm documents it. Prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method !== 'POST' || !request.url?.endsWith('/-/npm/v1/security/advisories/bulk')) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    const body = Buffer.concat(chunks);
    const asked = JSON.parse(
      (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8'),
    ) as object;
    const names = Object.keys(asked).filter((_, at) => at % 100 === 0);
    const answer = names.map((name, at) => [
      name,
      [
        {
          id: at + 1,
          url: `https://github.com/advisories/GHSA-aaaa-aaaa-${String(at).padStart(4, '0')}`,
          title: `Trouble in ${name}`,
          severity: 'high',
          vulnerable_versions: '<2.0.0',
          cwe: ['CWE-400'],
          cvss: { score: 7.5, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
        },
      ],
    ]);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(Object.fromEntries(answer)));
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.on('SIGTERM', () => process.exit(0));
