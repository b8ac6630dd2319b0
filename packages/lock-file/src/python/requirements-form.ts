/** `requirements.txt`, `dev-requirements.txt`, `constraints-3.12.txt`, and all that lies in a folder `requirements`. */
export const requirementsForm =
  /(?:^|\/)(?:[\w.-]*[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]*)?\.txt$|(?:^|\/)requirements\/[^/]+\.txt$/;
