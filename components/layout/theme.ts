import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** Fading in draws what opens several times before it can be read. */
const AT_ONCE = { duration: 0 };

/** Look of the console: dense, one accent colour, system fonts with Chinese ones named. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: {
    accent: [
      '#eef4ff',
      '#dbe6fe',
      '#bfd3fe',
      '#93b4fd',
      '#7ca2fa',
      '#3f6fe8',
      '#2b58d4',
      '#2347b3',
      '#213d8f',
      '#1f3674',
    ],
    dark: [
      '#d9dce2',
      '#b7bcc5',
      '#9aa1ad',
      '#676e7a',
      '#3a404b',
      '#2b3039',
      '#22262e',
      '#17191f',
      '#121419',
      '#0d0e12',
    ],
  },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', fw: 500 } },
    // Hints and faults of small fields would be too small to read all day.
    InputWrapper: { styles: { description: { fontSize: 12 }, error: { fontSize: 12 } } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { size: 26, variant: 'subtle', color: 'gray' } },
    // The placeholder is a child that menus must not have (ARIA); the first item gets the focus instead.
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, transitionProps: AT_ONCE } },
    Popover: { defaultProps: { transitionProps: AT_ONCE } },
  },
});

/** Mantine's muted colours are too faint on our backgrounds (WCAG AA asks 4.5:1), so they are set here. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59616d',
    '--mantine-color-placeholder': '#667080',
    '--mantine-color-error': '#c01f1f',
    '--mantine-color-text': '#1b1e24',
  },
  dark: {
    '--mantine-color-dimmed': '#9fa7b4',
    '--mantine-color-placeholder': '#929aa7',
    '--mantine-color-error': '#ff8f8f',
  },
});
