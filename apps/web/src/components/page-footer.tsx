/** Where the same facts are to be had by programs. */
export const PageFooter = () => (
  <footer>
    <nav aria-label="For programs">
      <ul>
        <li>
          <a href="/docs">Read and try the API</a>
        </li>
        <li>
          <a href="/docs/openapi.json">OpenAPI description</a>
        </li>
        <li>
          <a href="/health/ready">Health</a>
        </li>
      </ul>
    </nav>
    <p>Every figure on this page comes from the public API of this service; nothing is added here.</p>
  </footer>
);
