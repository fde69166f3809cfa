/** Why a file cannot be read. Of an error of the system the code alone: its message would name folders of this machine. */
export function unreadableReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
