import { useEffect, useMemo } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { VenueCard } from '../../../shared/hq/api/packages.ts'
import { qrMatrix, qrPath } from '../../../shared/paper/qr.ts'
import { Button } from '../../parts/button.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import styles from './card.module.css'

/**
 * A card of A5 for each venue, looked at and then printed: its code as QR and in groups, where HQ is reached, whose
 * signature to expect, and what to do. Then its account sheet. Cards are Chinese whatever the screen's language: they go to offices.
 */
export function CardPrint({
  recruitment,
  venues,
  onDone,
}: {
  recruitment: string
  venues: readonly string[]
  onDone: () => void
}) {
  const { t } = useTranslation()
  const asked = useAsk(`${recruitment} ${venues.join(' ')} cards`, (signal) =>
    hq.packages.cards({ recruitment, venues: [...venues] }, { signal }),
  )
  const cards = asked.value?.ok === true ? asked.value.cards : []
  useEffect(() => {
    document.documentElement.dataset['paper'] = 'yes'
    return () => {
      delete document.documentElement.dataset['paper']
    }
  }, [])
  const pages = cards.flatMap((card) => [
    <Card key={card.venue} card={card} />,
    ...(card.operators.length > 0 ? accountPages(card) : []),
  ])
  const print = async () => {
    await document.fonts.ready
    if (window.kaodian === undefined) window.print()
    else await window.kaodian.print()
  }
  return (
    <Sheet
      title={t('packages.cards_title', { n: cards.length })}
      aside={
        <div className={styles['buttons']}>
          <Button onClick={onDone}>{t('packages.close')}</Button>
          <Button kind="primary" disabled={cards.length === 0} autoFocus onClick={() => void print()}>
            {t('packages.print')}
          </Button>
        </div>
      }
    >
      {asked.state === 'first' && <Progress label={t('packages.opening')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      <p>{t('packages.cards_text')}</p>
      <div className={styles['shown']}>{pages}</div>
      {createPortal(
        <div className={styles['paper']} data-testid="cards">
          {pages}
        </div>,
        document.body,
      )}
    </Sheet>
  )
}

function Card({ card }: { card: VenueCard }) {
  const matrix = useMemo(() => (card.text === '' ? null : qrMatrix(card.text, 'M')), [card.text])
  const days = card.sessions.slice(0, 4)
  return (
    <article className={styles['page']} lang="zh-CN">
      <header>
        <h1>考点登记卡</h1>
        <b>第 {card.no} 号卡</b>
      </header>
      <h2>{card.name}</h2>
      <p className={styles['what']}>{card.recruitment}</p>
      {card.used ? (
        <p className={styles['used']}>此卡已登记使用，号码已作废。更换电脑须由总部补发新卡。</p>
      ) : (
        <div className={styles['code']}>
          {matrix !== null && (
            <svg
              viewBox={`-2 -2 ${String(matrix.length + 4)} ${String(matrix.length + 4)}`}
              role="img"
              aria-label="登记卡二维码"
            >
              <path d={qrPath(matrix)} />
            </svg>
          )}
          <div>
            <span>登记卡号码（打开考试包、向总部登记）</span>
            <strong>
              {card.code.split('-').map((group) => (
                <i key={group}>{group}</i>
              ))}
            </strong>
            <small>没有字母 I、L、O、U；大小写、空格、短横都不影响。</small>
          </div>
        </div>
      )}
      <dl>
        <dt>总部地址</dt>
        <dd>{card.address === '' ? '不联网：用 U 盘传送' : card.address}</dd>
        <dt>签发方编号</dt>
        <dd className={styles['mono']}>{card.issuer}</dd>
        <dt>考试包</dt>
        <dd>{card.version === 0 ? '尚未签发' : card.file}</dd>
        <dt>场次</dt>
        <dd>
          {days.map(({ title, window }) => `${title.zh}（${window}）`).join('；')}
          {card.sessions.length > days.length && `；等 ${String(card.sessions.length)} 场`}
        </dd>
      </dl>
      <ol>
        <li>在考点电脑上打开程序，选“打开考试包”，选中考试包文件。</li>
        <li>扫描二维码，或键入登记卡号码；核对屏上的签发方编号与本卡一字不差。</li>
        <li>填写主考姓名和 PIN，开设考点；其余账号由主考逐一设置 PIN。</li>
        <li>联网的考点在“上报总部”里登记一次；登记后本卡作废，不要再给他人。</li>
        <li>卡片丢失立即报告总部补发，旧卡随即失效。</li>
      </ol>
      <footer>
        <span>本卡等同钥匙，专人保管，当面交接。</span>
        <span>领取人：＿＿＿＿＿＿　日期：＿＿＿＿</span>
      </footer>
    </article>
  )
}

const roleWords: Readonly<Record<string, string>> = {
  chief: '主考',
  checkin: '报到员',
  lots: '抽签员',
  judge: '裁判',
  psych: '心理测评员',
  waiting: '候考管理员',
  interview: '面试记分员',
  supervisor: '监督员',
  auditor: '审计员',
}
const accountsOnAPage = 18

function accountPages(card: VenueCard) {
  const pages = Math.ceil(card.operators.length / accountsOnAPage)
  return Array.from({ length: pages }, (_, page) => (
    <article key={`${card.venue} ${String(page)}`} className={styles['page']} lang="zh-CN">
      <header>
        <h1>工作人员账号表</h1>
        <b>
          {page + 1}/{pages}
        </b>
      </header>
      <h2>{card.name}</h2>
      <p className={styles['what']}>
        {card.recruitment} · 台：{card.stations.length === 0 ? '—' : card.stations.join('、')}
      </p>
      <table>
        <thead>
          <tr>
            <th>姓名</th>
            <th>角色</th>
            <th>PIN 已设置（签字）</th>
          </tr>
        </thead>
        <tbody>
          {card.operators.slice(page * accountsOnAPage, (page + 1) * accountsOnAPage).map((each) => (
            <tr key={each.operator}>
              <td>{each.name}</td>
              <td>{each.roles.map((role) => roleWords[role] ?? role).join('、')}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <footer>PIN 不由总部发放：主考在考点为每个账号当面设置，本人记住，不写在纸上。</footer>
    </article>
  ))
}
