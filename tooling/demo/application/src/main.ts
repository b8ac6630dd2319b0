import { openLibrary } from './library.ts';
import { createApplication } from './server/application.ts';
import { createHttpServer } from './server/http-server.ts';
import { fileStore } from './store/file-store.ts';

if (process.argv[1] === import.meta.filename) {
  const port = Number(process.env['PORT'] ?? 8080);
  const library = openLibrary(fileStore(process.env['LIBRARY'] ?? 'data/library.json'));
  createHttpServer(createApplication(library)).listen(port, () => {
    console.log(`The lending desk is open at http://localhost:${port}/books`);
  });
}
