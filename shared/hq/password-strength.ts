/** Shortest password, in characters. Length is what counts; no rule asks for odd characters. */
const shortestPassword = 12

// what people type when a long password is asked for; compared without case and without the digits and signs at its ends
const common = [
  'password', 'passwordpassword', 'qwertyuiop', 'qwertyuiopasdfghjkl', 'asdfghjkl', 'zxcvbnm', 'admin', 'adminadmin', 'administrator', 'letmein', 'welcome', 'iloveyou',
  'woaini', 'woaiwojia', 'woaizhongguo', 'zhongguo', 'gongan', 'jingcha', 'fujing', 'zongbu', 'kaodian', 'kaoshi', 'zhaopin', 'mima', 'denglu', 'changeme', 'default', 'guest',
  'qazwsx', 'qazwsxedc', 'oneqazwsx', 'abc', 'abcd', 'abcdef', 'abcdefg', 'test', 'testtest', 'root', 'rootroot', 'master', 'monkey', 'dragon', 'sunshine', 'princess',
]

/** Why a password is too weak: too short, it holds the account's own name, or it is one of those everybody guesses. Null: it serves. */
export function weakPassword(password: string, account: string, name: string): 'short' | 'name' | 'common' | null {
  const text = password.normalize('NFKC').toLowerCase()
  const letters = [...text]
  if (letters.length < shortestPassword) return 'short'
  if (text.includes(account.toLowerCase()) || (name.trim() !== '' && text.includes(name.trim().normalize('NFKC').toLowerCase()))) return 'name'
  if (new Set(letters).size < 5 || runs(letters)) return 'common'
  const core = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return common.includes(core) || common.includes(core.slice(0, core.length / 2)) && core.slice(0, core.length / 2).repeat(2) === core ? 'common' : null
}

/** True when nearly every character follows from the one before: 123456789012, aaabbbccc…, abcdefghijkl. */
function runs(letters: readonly string[]): boolean {
  let steps = 0
  for (let at = 1; at < letters.length; at += 1) {
    const step = (letters[at]!.codePointAt(0) ?? 0) - (letters[at - 1]!.codePointAt(0) ?? 0)
    if (step >= -1 && step <= 1) steps += 1
  }
  return steps >= letters.length - 3
}
