import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const config = defineConfig({
  root: here('.'),
  resolve: { conditions: ['development', 'module', 'browser'] },
  build: {
    outDir: here('../../dist/apps/web/public'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything comes from files of our own: the content security policy allows no inline code.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Our libraries only define things: of contracts and cores nothing is kept but what the page uses.
      treeshake: { moduleSideEffects: (id) => !/\/libs\/[^/]+\/src\//.test(id) },
    },
  },
});

export { config as default };
