import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackVersion } from '../../../shared/hq/api/recruitments.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import { ChangesTable } from '../prepare/changes-table.tsx'
import styles from '../prepare/log.module.css'

/** Every version of the pack with who kept it and why; what one changed against the one before opens under it. */
export function Versions({ recruitment, versions }: { recruitment: string; versions: readonly PackVersion[] }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<number | null>(null)
  const may = useMay('recruitments.compare')
  const compared = useAsk(opened === null || opened < 2 ? null : `${recruitment} ${String(opened)}`, (signal) =>
    hq.recruitments.compare({ recruitment, from: (opened ?? 2) - 1, to: opened ?? 2 }, { signal }),
  )
  const save = async (version: number) => {
    const answer = await hq.recruitments.packText({ recruitment, version })
    if (answer.ok) await saveFile(`${recruitment}-v${String(version)}.json`, { text: answer.json }, 'application/json')
  }
  return (
    <ol className={styles['log']}>
      {versions.map(({ version, at, by, reason }) => (
        <li key={version}>
          <span>
            <strong>{t('recruitments.version', { n: version })}</strong> {dayAndMinute(at)} · {by}
          </span>
          {reason !== '' && <small>{t('recruitments.because', { reason })}</small>}
          {may && (
            <span>
              {version > 1 && (
                <Button
                  kind="quiet"
                  aria-expanded={opened === version}
                  onClick={() => setOpened(opened === version ? null : version)}
                >
                  {t('recruitments.compare', { n: version - 1 })}
                </Button>
              )}
              <Button kind="quiet" onClick={() => void save(version)}>
                {t('recruitments.save_version')}
              </Button>
            </span>
          )}
          {opened === version && compared.value?.ok === true && (
            <ChangesTable changes={compared.value.changes} all={compared.value.changed} />
          )}
          {opened === version && compared.value?.ok === false && (
            <Refusal reason={compared.value.refused.reason} detail={compared.value.refused.detail} />
          )}
        </li>
      ))}
    </ol>
  )
}
