// What other programs of the library may import.
export { type Book, parseBook } from './catalogue/book.ts';
export { normaliseIsbn } from './catalogue/isbn.ts';
export { searchBooks } from './catalogue/search.ts';
export { type Library, openLibrary } from './library.ts';
export { LendingDesk } from './loans/lending-desk.ts';
export { isOverdue, type Loan } from './loans/loan.ts';
export { type Member } from './members/member.ts';
export { Problem } from './problem.ts';
export { createApplication } from './server/application.ts';
export { createHttpServer } from './server/http-server.ts';
export { fileStore } from './store/file-store.ts';
export { memoryStore, type Store } from './store/store.ts';
export { type CalendarDay, type Clock, systemClock } from './time/calendar-day.ts';
