/**
 * What k non-exclusive licensees get together of what one exclusive licensee would: each further one takes the
 * same share of what the others have left. One gets the share itself, many get nearly all, never more than all;
 * the part of each falls with their number.
 */
export const sharedByLicensees = (shareOfOne: number, licensees: number): number =>
  1 - (1 - shareOfOne) ** licensees;
