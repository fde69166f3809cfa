import type { ComponentChildren } from 'preact';

type Props = {
  readonly name: string;
  readonly children: ComponentChildren;
  readonly testId?: string;
};

/** One term with its value in a list of figures. */
export const Fact = ({ name, children, testId }: Props) => (
  <div>
    <dt>{name}</dt>
    <dd data-testid={testId}>{children}</dd>
  </div>
);
