/** Who a party counts as: parties that act together are one. */
export function actingAs<P extends string>(partyId: P, groups: ReadonlyMap<P, string>): string {
  const group = groups.get(partyId);
  return group === undefined ? `party ${partyId}` : `group ${group}`;
}
