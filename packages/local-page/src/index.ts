/** A page of live data, served on this machine: token in its address, events pushed to it, nothing loaded from elsewhere. */
export { errors as localPageErrors } from './errors.ts';
export { startLocalPage } from './start-local-page.ts';
export type { LocalPage, LocalPageOptions, PageDeed, PageQuestion } from './start-local-page.ts';
export type { PageDocument } from './page-document.ts';
export { houseStyle } from './house-style.ts';
export { renderSavedPage } from './page-document.ts';
