import '../no-eval.ts'
import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import '@fontsource-variable/noto-sans-sc/index.css'
import '../fonts/rare-han.css'
import '../theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startLanguage } from '../i18n/start.ts'
import { Theme } from '../theme.tsx'
import { App } from './app.tsx'
import { hqWords } from './i18n/hq-words.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
await startLanguage(hqWords)
createRoot(root).render(
  <StrictMode>
    <Theme>
      <App />
    </Theme>
  </StrictMode>,
)
