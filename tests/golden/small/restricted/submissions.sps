* Encoding: UTF-8.
* Reads submissions.csv. In numeric variables every missing code is system-missing;
* without the next line each of them would be a warning.
SET MXWARNS=0.
GET DATA /TYPE=TXT /FILE='submissions.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED
 /DELCASE=LINE /FIRSTCASE=2 /DELIMITERS="," /QUALIFIER='"'
 /VARIABLES=
  sys_id A64
  sys_questionnaire A64
  sys_version F12.0
  sys_role A64
  sys_language A64
  sys_submitted_on A64
  sys_tier A64
  sys_unlisted A64
  country A8
  age A1000
  tools__chat F12.0
  tools__image F12.0
  tools__code F12.0
  tools__none F12.0
  tools_other A1000
  hours F12.4
  fit F12.0
  wishes__1 A8
  wishes__2 A8
  wishes__3 A8
  since A32
  pleased A8
  heavy A1000
  p_record A8
  p_name A1000
 .
VARIABLE LABELS
  sys_id 'Random number of the submission; it says nothing about time or person'
  sys_questionnaire 'Questionnaire that was answered'
  sys_version 'Version of the questionnaire'
  sys_role 'Place in the chain: P publisher, D downloader-deployer, S service provider, U end user, any everybody, report incident form'
  sys_language 'Language in which it was answered'
  sys_submitted_on 'Day of submission (UTC)'
  sys_tier 'How the person got here: T0 openly, T1 to T3 by an invitation handed down the chain'
  sys_unlisted 'Options chosen that no version of the questionnaire lists'
  country 'Where do you live?'
  age 'How old are you?'
  tools__chat 'Chat: What do you use?'
  tools__image 'Pictures: What do you use?'
  tools__code 'Code, "quoted": What do you use?'
  tools__none 'None of these: What do you use?'
  tools_other 'What else?'
  hours 'How many hours a day?'
  fit 'How well does it fit?'
  wishes__1 '1: Order your wishes'
  wishes__2 '2: Order your wishes'
  wishes__3 '3: Order your wishes'
  since 'Since when?'
  pleased 'Are you pleased?'
  heavy ''
  p_record 'On the record?'
  p_name 'Name'
 .
VALUE LABELS country
  'NA' 'Namibia'
  'CN' 'China'
  'CL' 'Chile'
  '.s' 'shown and skipped'
  '.d' 'do not know'
  '.r' 'prefer not to say'
  '.n' 'not applicable'
  '.w' 'withheld by disclosure control'
  '.x' 'withdrawn'
 .
VALUE LABELS tools__chat 0 'not chosen' 1 'chosen' .
VALUE LABELS tools__image 0 'not chosen' 1 'chosen' .
VALUE LABELS tools__code 0 'not chosen' 1 'chosen' .
VALUE LABELS tools__none 0 'not chosen' 1 'chosen' .
VALUE LABELS wishes__1
  'fast' 'Faster'
  'safe' 'Safer'
  'open' 'More open'
  '.s' 'shown and skipped'
  '.d' 'do not know'
  '.r' 'prefer not to say'
  '.n' 'not applicable'
  '.w' 'withheld by disclosure control'
  '.x' 'withdrawn'
 .
VALUE LABELS wishes__2
  'fast' 'Faster'
  'safe' 'Safer'
  'open' 'More open'
  '.s' 'shown and skipped'
  '.d' 'do not know'
  '.r' 'prefer not to say'
  '.n' 'not applicable'
  '.w' 'withheld by disclosure control'
  '.x' 'withdrawn'
 .
VALUE LABELS wishes__3
  'fast' 'Faster'
  'safe' 'Safer'
  'open' 'More open'
  '.s' 'shown and skipped'
  '.d' 'do not know'
  '.r' 'prefer not to say'
  '.n' 'not applicable'
  '.w' 'withheld by disclosure control'
  '.x' 'withdrawn'
 .
VALUE LABELS pleased
  'yes' 'Yes'
  'no' 'No'
  '.s' 'shown and skipped'
  '.d' 'do not know'
  '.r' 'prefer not to say'
  '.n' 'not applicable'
  '.w' 'withheld by disclosure control'
  '.x' 'withdrawn'
 .
VALUE LABELS p_record
  'on' 'On the record'
  'pooled' 'Pooled only'
  '.s' 'shown and skipped'
  '.d' 'do not know'
  '.r' 'prefer not to say'
  '.n' 'not applicable'
  '.w' 'withheld by disclosure control'
  '.x' 'withdrawn'
 .
EXECUTE.
