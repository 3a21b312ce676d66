import { pluginZip } from './materials';

/** The engine version that the tests of killed changes work on. */
export const ENGINE = { engineType: 'shell', engineVersion: '1' };

/** An archive whose conf and lib both say which variant it is. */
export function variantZip(variant: number): Buffer {
  const says = `variant=${variant}\n`;
  // Large enough that a kill also hits the middle of it.
  const filling = `${variant}`.repeat(200_000);
  return pluginZip(ENGINE.engineType, ENGINE.engineVersion, {
    'conf/linkis-engineconn.properties': says,
    'lib/variant.txt': says,
    'lib/filling.txt': filling,
  });
}
