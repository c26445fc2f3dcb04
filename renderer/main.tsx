import './no-eval.ts'
import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import '@fontsource-variable/noto-sans-sc/index.css'
import './fonts/rare-han.css'
import './theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startLanguage } from './i18n/start.ts'
import { stationWords } from './i18n/station-words.ts'
import { Theme } from './theme.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
await startLanguage(stationWords)
createRoot(root).render(
  <StrictMode>
    <Theme>
      <App />
    </Theme>
  </StrictMode>,
)
